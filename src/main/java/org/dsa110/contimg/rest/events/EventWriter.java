package org.dsa110.contimg.rest.events;

import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

import io.quarkus.arc.properties.IfBuildProperty;
import org.dsa110.contimg.rest.declare.WithRest;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Sends answers that are events. Thread-safe. */
@Provider
@Singleton
// Only in programs with REST, as WithRest says: of providers the framework reads this condition from the class itself, not from a
// stereotype.
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
public class EventWriter implements ServerMessageBodyWriter<EventStream> {
    @Override
    public boolean isWriteable(Class<?> type, Type genericType, ResteasyReactiveResourceInfo target,
            MediaType mediaType) {
        return type == EventStream.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == EventStream.class;
    }

    @Override
    public void writeResponse(EventStream stream, Type genericType, ServerRequestContext context) {
        new EventTransfer(stream, (ResteasyReactiveRequestContext) context).start();
    }

    @Override
    public void writeTo(EventStream stream, Class<?> type, Type genericType, Annotation[] annotations,
            MediaType mediaType, MultivaluedMap<String, Object> headers, OutputStream out) {
        throw new UnsupportedOperationException("events go to their client's connection and nowhere else");
    }
}

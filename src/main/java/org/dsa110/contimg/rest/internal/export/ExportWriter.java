package org.dsa110.contimg.rest.internal.export;

import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import org.dsa110.contimg.rest.declare.WithRest;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Sends answers that are exports. Thread-safe. */
@Provider
@Singleton
// Only in programs with REST, as WithRest says: of providers the framework reads this condition from the class itself, not from a
// stereotype.
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
public class ExportWriter implements ServerMessageBodyWriter<Export> {
    private final MeterRegistry meters;

    ExportWriter(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, ResteasyReactiveResourceInfo target,
            MediaType mediaType) {
        return type == Export.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Export.class;
    }

    @Override
    public void writeResponse(Export export, Type genericType, ServerRequestContext context) {
        new ExportTransfer(export, (ResteasyReactiveRequestContext) context, meters).start();
    }

    @Override
    public void writeTo(Export export, Class<?> type, Type genericType, Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers, OutputStream out) {
        throw new UnsupportedOperationException("an export goes to its client's connection and nowhere else");
    }
}

package org.dsa110.contimg.rest.internal.errors;

import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;

import io.quarkus.arc.properties.IfBuildProperty;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.list.QueryParameters;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses query parameters of a request that changes something: none has any, and who sends {@code dry_run=true} must not be taken to
 * have meant it without. Thread-safe.
 */
// As WithRest says, but the framework looks for conditions of filters on the class alone.
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
@Singleton
public class NoParameters {
    /** @throws ProblemException 400 naming each parameter */
    @ServerRequestFilter
    public void refuse(ContainerRequestContext request) {
        String method = request.getMethod();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD) && !method.equals(HttpMethod.OPTIONS)) {
            QueryParameters.only(request.getUriInfo());
        }
    }
}

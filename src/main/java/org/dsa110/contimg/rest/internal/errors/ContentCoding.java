package org.dsa110.contimg.rest.internal.errors;

import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.quarkus.arc.properties.IfBuildProperty;
import org.dsa110.contimg.rest.problem.Problem;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses bodies that are sent compressed, which would be taken for what they are not. Thread-safe. */
@IfBuildProperty(name = "contimg.rest.enabled", stringValue = "true")
@Singleton
public class ContentCoding {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private final Problems problems;

    ContentCoding(Problems problems) {
        this.problems = problems;
    }

    /** @return null for what is sent as it is */
    @ServerRequestFilter
    public Response refuseCoded(ContainerRequestContext request) {
        String coding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (coding == null || coding.equalsIgnoreCase("identity") || !WITH_BODY.contains(request.getMethod())) {
            return null;
        }
        return Response.status(UNSUPPORTED_MEDIA_TYPE).type(Problem.MEDIA_TYPE)
                .entity(problems.text(UNSUPPORTED_MEDIA_TYPE, "the body must be sent without Content-Encoding",
                        List.of()))
                .build();
    }
}

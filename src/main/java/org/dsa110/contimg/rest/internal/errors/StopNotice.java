package org.dsa110.contimg.rest.internal.errors;

import java.util.List;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.quarkus.arc.properties.IfBuildProperty;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.rest.problem.Problem;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Refuses what comes when the service has been told to stop, and closes the connection it came on: clients that keep theirs busy would
 * otherwise hold up the stop until it is enforced, without an answer. What was taken before is answered with the same word, so that no
 * client sends its next request into a connection that is about to end (RFC 9112, section 9.6). Thread-safe.
 */
@IfBuildProperty(name = "contimg.rest.enabled", stringValue = "true")
@Singleton
public class StopNotice {
    private final UnitsOfWork units;
    private final Problems problems;

    StopNotice(UnitsOfWork units, Problems problems) {
        this.units = units;
        this.problems = problems;
    }

    /** @return null while the service does not stop */
    @ServerRequestFilter(preMatching = true)
    public Response refuseWhileStopping() {
        if (!units.isStopping()) {
            return null;
        }
        String text = problems.text(503, "the service is stopping", List.of());
        return Response.status(503).type(Problem.MEDIA_TYPE).entity(text).header(HttpHeaders.RETRY_AFTER, "5")
                .build();
    }

    @ServerResponseFilter
    public void closeWhileStopping(ContainerResponseContext answer) {
        if (units.isStopping()) {
            answer.getHeaders().putSingle("Connection", "close");
        }
    }
}

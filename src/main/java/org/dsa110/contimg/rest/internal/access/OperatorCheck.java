package org.dsa110.contimg.rest.internal.access;

import java.util.List;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.Operate;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.errors.Problems;
import org.dsa110.contimg.rest.problem.Problem;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets operators alone do what is marked with {@link Operate}, where tokens are required: {@link AccessControl} has let nobody this far
 * without one then. Thread-safe.
 */
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
@Singleton
public class OperatorCheck {
    private final Problems problems;

    OperatorCheck(Problems problems) {
        this.problems = problems;
    }

    /** @return null where the request may go on */
    @Operate
    @ServerRequestFilter
    public Response check(RoutingContext context) {
        AccessToken token = context.get(AccessControl.TOKEN);
        if (token == null || token.role().includes(Role.OPERATE)) {
            return null;
        }
        String text = problems.text(403, AccessControl.missing(Role.OPERATE, token), List.of());
        return Response.status(403).type(Problem.MEDIA_TYPE).entity(text).build();
    }
}

package org.dsa110.contimg.rest.internal.access;

import java.util.List;

import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Response.Status;

import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.Operate;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses what is marked with {@link Operate} to all but operators. A request without a token comes this far only where none is
 * required, and may do everything. Not part of {@link AccessControl}, as filters are made before its settings can be read. Thread-safe.
 */
// Only in programs with REST, as WithRest says: of filters the framework reads this condition from the class itself, not from a stereotype.
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
@Singleton
public class OperatorCheck {
    /**
     * Before other filters, as who may not do something is not told what is wrong with it.
     *
     * @throws ProblemException 403 for a token of another role
     */
    @Operate
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    public void check(RoutingContext context) {
        require(context);
    }

    /**
     * The same for what only operators may do of an operation that others may ask for too.
     *
     * @throws ProblemException 403 for a token of another role
     */
    public static void require(RoutingContext context) {
        AccessToken token = context.get(AccessControl.TOKEN);
        if (token != null && !token.role().includes(Role.OPERATE)) {
            throw new ProblemException(Status.FORBIDDEN, AccessControl.missing(Role.OPERATE, token), List.of());
        }
    }
}

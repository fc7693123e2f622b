package org.dsa110.contimg.rest.internal.errors;

import java.util.Set;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.WithRest;

/**
 * Refuses methods that would change something at the framework's paths, which would answer as to GET and change nothing, and at those of the
 * console. Thread-safe.
 */
@WithRest
@Singleton
class ReadOnlyPaths {
    private static final Pattern PATHS = Pattern.compile("/(console/.*|q/(metrics|health|openapi|swagger-ui)(/.*)?)?");
    private static final Set<HttpMethod> ALLOWED = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final ProblemMapper problems;

    ReadOnlyPaths(ProblemMapper problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        RouteOrder.READ_ONLY_PATHS.route(router).handler(this::refuse);
    }

    private void refuse(RoutingContext context) {
        if (ALLOWED.contains(context.request().method()) || !PATHS.matcher(context.normalizedPath()).matches()) {
            context.next();
            return;
        }
        // Its body is still on the connection.
        context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS").putHeader(HttpHeaders.CONNECTION,
                HttpHeaders.CLOSE);
        problems.answer(context, 405, ProblemMapper.detail(405, null));
    }
}

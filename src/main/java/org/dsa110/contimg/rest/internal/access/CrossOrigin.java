package org.dsa110.contimg.rest.internal.access;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.cors.CORSConfig;
import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.errors.ProblemMapper;
import org.dsa110.contimg.rest.internal.errors.RouteOrder;

/**
 * Has the framework's CORS filter (Fetch, section 3.2), which quarkus.http.cors sets up, look at requests of allowed origins before what may
 * refuse them: a browser asks in advance without a token, and shows a script no answer without the headers, a refusal neither. Requests of other
 * origins pass here, and are refused with a problem when tokens have been looked at: the filter would send an empty answer, and fail where
 * a query has what no URI has. Thread-safe.
 */
@WithRest
@Singleton
class CrossOrigin {
    /** What the filter adds, once here and once in its own place. */
    private static final List<CharSequence> ADDED = List.of(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
            HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS);
    private static final List<String> ANY = List.of("*", "/.*/");

    private final CORSConfig config;
    private final CORSFilter filter;
    private final ProblemMapper problems;

    CrossOrigin(VertxHttpConfig http, ProblemMapper problems) {
        this.problems = problems;
        this.config = http.cors();
        this.filter = new CORSFilter(config);
    }

    void register(@Observes Router router) {
        if (config.enabled()) {
            RouteOrder.CROSS_ORIGIN.route(router).handler(this::handle);
            RouteOrder.FOREIGN_PAGES.route(router).handler(this::refuseOthers);
        }
    }

    private void handle(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        // What is answered differs with the origin, which caches on the way must know.
        context.response().headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (origin != null && allowed(origin)) {
            context.addHeadersEndHandler(head -> onceEach(context.response().headers()));
            filter.handle(context);
        } else {
            context.next();
        }
    }

    private void refuseOthers(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin == null || allowed(origin) || origin.equalsIgnoreCase(own(context.request()))) {
            context.next();
        } else {
            problems.answer(context, 403,
                    "pages of this origin are not among those that quarkus.http.cors.origins lets in");
        }
    }

    /** The origin of a page of the service itself, as a browser writes it: without the port that is usual. */
    private static String own(HttpServerRequest request) {
        HostAndPort host = request.authority();
        return host == null
                ? null
                : request.scheme() + "://" + host.host() + (host.port() < 0 ? "" : ":" + host.port());
    }

    /** Whether quarkus.http.cors lets the pages of an origin in. */
    boolean letsIn(String origin) {
        return config.enabled() && allowed(origin);
    }

    private boolean allowed(String origin) {
        List<String> origins = config.origins().orElse(List.of());
        return origins.contains(origin) || origins.size() == 1 && ANY.contains(origins.get(0))
                || CORSFilter.isOriginAllowedByRegex(CORSFilter.parseAllowedOriginsRegex(config.origins()), origin);
    }

    private static void onceEach(MultiMap headers) {
        ADDED.stream().filter(headers::contains).forEach(name -> headers.set(name, headers.get(name)));
    }
}

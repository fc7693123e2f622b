package org.dsa110.contimg.rest.internal.errors;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.dsa110.contimg.rest.declare.WithRest;

/** Gives what fails before a request comes to a resource the same shape as all other problems. Thread-safe. */
@WithRest
@Singleton
class RouterProblems {
    private static final RepeatedLines LOG = RepeatedLines.of(RouterProblems.class);
    private static final int LONGEST_HEADERS = 16_384;
    /** In characters. The longest that is registered with IANA has 17. */
    private static final int LONGEST_METHOD = 32;

    private final ProblemMapper problems;

    RouterProblems(ProblemMapper problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        RouteOrder.PROBLEMS.route(router).handler(this::refuse).failureHandler(this::answer);
    }

    /** Refuses URLs, methods and headers that are too long or broken, on which other routes would fail in ways of their own. */
    private void refuse(RoutingContext context) {
        HttpServerRequest request = context.request();
        String excess = RequestTarget.excess(request.uri(), request.path());
        if (excess != null) {
            answer(context, 414, excess);
        } else if (headerLength(request) > LONGEST_HEADERS) {
            answer(context, 431, "the headers are longer than " + LONGEST_HEADERS + " characters");
        } else if (request.method().name().length() > LONGEST_METHOD) {
            answer(context, 400, "the method is longer than " + LONGEST_METHOD + " characters");
        } else {
            String fault = RequestTarget.fault(request.uri(), request.path());
            if (fault == null) {
                context.next();
            } else {
                answer(context, 400, fault);
            }
        }
    }

    private static int headerLength(HttpServerRequest request) {
        return request.headers().entries().stream().mapToInt(each -> each.getKey().length() + each.getValue().length())
                .sum();
    }

    private void answer(RoutingContext context) {
        if (!context.request().path().startsWith("/")) {
            // Failed by the router, which looks for no route then.
            refuse(context);
            return;
        }
        int status = context.statusCode() < 0 ? 500 : context.statusCode();
        if (status >= 500) {
            Throwable failure = context.failure();
            LOG.error(failure == null ? status : RepeatedLines.origin(failure), failure, "%s",
                    context.request().path());
        }
        answer(context, status, status >= 500 ? ProblemMapper.FAULT : ProblemMapper.detail(status, null));
    }

    private void answer(RoutingContext context, int status, String detail) {
        if (!context.response().ended() && !context.response().headWritten()) {
            problems.answer(context, status, detail);
        }
    }
}

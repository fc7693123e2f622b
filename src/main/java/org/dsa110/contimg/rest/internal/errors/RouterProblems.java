package org.dsa110.contimg.rest.internal.errors;

import java.util.regex.Pattern;

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
    private static final int FIRST = Integer.MIN_VALUE;
    /** In characters. A page token holds the values that its page is ordered by: texts of 65,536 characters of up to four bytes, in Base64. */
    private static final int LONGEST_URL = 1_000_000;
    private static final int LONGEST_HEADERS = 16_384;
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final ProblemMapper problems;

    RouterProblems(ProblemMapper problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::refuse).failureHandler(this::answer);
    }

    /** Refuses URLs and headers that are too long or broken. Before all other routes, which would fail on them in ways of their own. */
    private void refuse(RoutingContext context) {
        if (context.request().uri().length() > LONGEST_URL) {
            answer(context, 414, "the URL is longer than " + LONGEST_URL + " characters");
        } else if (headerLength(context.request()) > LONGEST_HEADERS) {
            answer(context, 431, "the headers are longer than " + LONGEST_HEADERS + " characters");
        } else if (BROKEN_ESCAPE.matcher(context.request().uri()).find()) {
            answer(context, 400, "the URL has a % that is not followed by two hexadecimal digits");
        } else {
            context.next();
        }
    }

    private static int headerLength(HttpServerRequest request) {
        return request.headers().entries().stream().mapToInt(each -> each.getKey().length() + each.getValue().length())
                .sum();
    }

    private void answer(RoutingContext context) {
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

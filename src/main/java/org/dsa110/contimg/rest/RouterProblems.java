package org.dsa110.contimg.rest;

import java.util.List;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/** Gives what fails before a request comes to a resource the same shape as all other problems. Thread-safe. */
@WithRest
@Singleton
class RouterProblems {
    private static final Logger LOG = Logger.getLogger(RouterProblems.class);
    private static final int FIRST = Integer.MIN_VALUE;
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Problems problems;

    RouterProblems(Problems problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::refuseBrokenEscape).failureHandler(this::answer);
    }

    /** The first of all, as other routes fail on such a URL. */
    private void refuseBrokenEscape(RoutingContext context) {
        if (BROKEN_ESCAPE.matcher(context.request().uri()).find()) {
            answer(context, 400, "the URL has a % that is not followed by two hexadecimal digits");
        } else {
            context.next();
        }
    }

    private void answer(RoutingContext context) {
        int status = context.statusCode() < 0 ? 500 : context.statusCode();
        if (status >= 500) {
            LOG.errorf(context.failure(), "%s", context.request().path());
        }
        answer(context, status, status >= 500 ? Problems.FAULT : Problems.detail(status, null));
    }

    private void answer(RoutingContext context, int status, String detail) {
        if (!context.response().ended() && !context.response().headWritten()) {
            context.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(problems.text(status, detail, List.of()));
        }
    }
}

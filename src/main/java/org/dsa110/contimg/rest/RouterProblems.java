package org.dsa110.contimg.rest;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/** Gives what fails before a request comes to a resource the same shape as all other problems. Thread-safe. */
@Singleton
class RouterProblems {
    private static final Logger LOG = Logger.getLogger(RouterProblems.class);
    private static final int FIRST = Integer.MIN_VALUE;

    private final Problems problems;

    RouterProblems(Problems problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).failureHandler(this::answer);
    }

    private void answer(RoutingContext context) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        int status = context.statusCode() < 0 ? 500 : context.statusCode();
        if (status >= 500) {
            LOG.errorf(context.failure(), "%s", context.request().path());
        }
        String detail = status >= 500 ? Problems.FAULT : Problems.detail(status, null);
        context.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(problems.text(status, detail, List.of()));
    }
}

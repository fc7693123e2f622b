package org.dsa110.contimg.rest.internal.access;

import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.errors.ProblemMapper;
import org.dsa110.contimg.rest.internal.errors.RouteOrder;

/**
 * Lets in who has a token (RFC 6750, in the Authorization header only), where tokens are required: before anything else looks at the
 * request, its body or its path. Probes of health and the pages of the console need none. Thread-safe.
 */
@WithRest
@Singleton
class AccessControl {
    /** Where the request's context has its {@link AccessToken}, if tokens are required. */
    static final String TOKEN = AccessControl.class.getName();
    private static final String SCHEME = "Bearer ";
    private static final String CHALLENGE = "Bearer realm=\"contimg-db\"";
    /**
     * Paths that need no token: probes, and the console's pages and scripts, which have nothing of a database in them. Matched against the path as it
     * was sent: one that becomes one of these only by normalization may reach a resource, which sees it as it was sent.
     */
    private static final Pattern OPEN = Pattern.compile("/q/health(/[a-z]+){0,2}|/(console/[a-z]+(\\.[a-z]+)?)?");

    private final ValidTokens tokens;
    private final AuditLog audit;
    private final ProblemMapper problems;

    AccessControl(ValidTokens tokens, AuditLog audit, ProblemMapper problems) {
        this.tokens = tokens;
        this.audit = audit;
        this.problems = problems;
    }

    void register(@Observes Router router) {
        if (tokens.required()) {
            RouteOrder.ACCESS.route(router).handler(this::check);
            RouteOrder.ACCESS_OF_FAILURES.route(router).failureHandler(this::checkFailed);
        }
    }

    /** Checks what failed before {@link #check} has seen it, such as a target that does not begin with a slash, which has no route. */
    private void checkFailed(RoutingContext context) {
        if (context.get(TOKEN) == null) {
            check(context);
        } else {
            context.next();
        }
    }

    private void check(RoutingContext context) {
        if (OPEN.matcher(context.request().path()).matches()) {
            audit.looked(context, null, false);
            context.next();
            return;
        }
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        boolean given = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        AccessToken token = given ? tokens.find(header.substring(SCHEME.length()).strip()) : null;
        boolean reading = Reading.is(context.request());
        audit.looked(context, token, token == null || !reading);
        if (token == null) {
            refuse(context, 401, CHALLENGE + (given ? ", error=\"invalid_token\"" : ""),
                    given ? "this token is not valid" : "a token is needed, as Authorization: Bearer ...");
        } else if (!token.role().includes(reading ? Role.READ : Role.WRITE)) {
            refuse(context, 403, null, missing(Role.WRITE, token));
        } else {
            context.put(TOKEN, token);
            context.next();
        }
    }

    static String missing(Role needed, AccessToken token) {
        return "this needs the role " + needed + ", and the token of " + token.name() + " has " + token.role();
    }

    /** Answers at once and does not read the body: its rest is still on the connection, which is therefore closed. */
    private void refuse(RoutingContext context, int status, String challenge, String detail) {
        if (challenge != null) {
            context.response().putHeader("WWW-Authenticate", challenge);
        }
        if (!Reading.isBy(context.request().method())) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        problems.answer(context, status, detail);
    }
}

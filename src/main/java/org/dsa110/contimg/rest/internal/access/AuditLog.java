package org.dsa110.contimg.rest.internal.access;

import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.errors.RouteOrder;
import org.jboss.logging.Logger;

/**
 * Who did what, where tokens are required: a line for each request that changes something or is refused, with its outcome, in the log
 * category {@link #CATEGORY}; and for each of which nobody knows who asked, in {@link #REFUSED}, which may have a file of its own, as
 * anybody can send any number of those. Thread-safe.
 */
@WithRest
@Singleton
class AuditLog {
    static final String CATEGORY = "org.dsa110.contimg.audit";
    static final String REFUSED = CATEGORY + ".refused";
    /** Characters that are logged: the log is rotated by size, and refused requests with long ones could push all other lines out. */
    private static final int LONGEST_PATH = 500;
    private static final int LONGEST_METHOD = 32;
    private static final int FAILED = 400;
    private static final Logger LOG = Logger.getLogger(CATEGORY);
    private static final Logger REFUSALS = Logger.getLogger(REFUSED);
    private static final String FOLLOWED = AuditLog.class.getName();
    private static final String KNOWN = FOLLOWED + ".known";

    private final ValidTokens tokens;

    AuditLog(ValidTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * What is known of a request when its token was looked at.
     *
     * @param token null where nobody knows who asks
     * @param worth whether it has a line
     */
    private record Known(AccessToken token, boolean worth) {
    }

    void register(@Observes Router router) {
        if (tokens.required()) {
            RouteOrder.AUDIT.route(router).handler(this::follow).failureHandler(this::follow);
        }
    }

    /** To be told of every request whose token is looked at, before it is answered. */
    void looked(RoutingContext context, AccessToken token, boolean worth) {
        context.put(KNOWN, new Known(token, worth));
    }

    /** Writes the line when the request has ended. */
    private void follow(RoutingContext context) {
        if (context.get(FOLLOWED) == null) {
            context.put(FOLLOWED, true);
            long begin = System.nanoTime();
            // Read now: once the connection is closed it has no address.
            String from = context.request().remoteAddress().hostAddress();
            context.addEndHandler(ended -> write(context, from, begin, ended.succeeded()));
        }
        context.next();
    }

    private static void write(RoutingContext context, String from, long begin, boolean answered) {
        int status = context.response().getStatusCode();
        Known known = context.get(KNOWN);
        if (known == null) {
            // Answered before anybody looked at its token: refused, as being broken or too long; or a browser's question in advance.
            known = new Known(null, !answered || status >= FAILED);
        }
        if (!known.worth()) {
            return;
        }
        AccessToken token = known.token();
        (token == null ? REFUSALS : LOG).infof("who=%s role=%s from=%s method=%s path=%s status=%s ms=%d",
                token == null ? "-" : token.name(), token == null ? "-" : token.role(), from,
                printable(context.request().method().name(), LONGEST_METHOD),
                printable(context.request().path(), LONGEST_PATH), answered ? status : "none",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    /** A text of the client with all but printable ASCII replaced, so that nobody can write lines of their own into the log; and not too long. */
    private static String printable(String text, int longest) {
        String line = text.substring(0, Math.min(text.length(), longest)).replaceAll("[^\\x21-\\x7e]", "?");
        return text.length() <= longest ? line : line + "...";
    }
}

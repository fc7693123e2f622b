package org.dsa110.contimg.rest.internal.access;

import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.WithRest;
import org.jboss.logging.Logger;

/**
 * Who did what: a line for each request that changes something or is refused, with its outcome, in the log category
 * {@code org.dsa110.contimg.audit}. Thread-safe.
 */
@WithRest
@Singleton
class AuditLog {
    static final String CATEGORY = "org.dsa110.contimg.audit";
    /** Characters that are logged: the log is rotated by size, and refused requests with long ones could push all other lines out. */
    private static final int LONGEST_PATH = 500;
    private static final int LONGEST_METHOD = 32;
    private static final Logger LOG = Logger.getLogger(CATEGORY);

    /**
     * Writes the line when the request has ended.
     *
     * @param token null where nobody knows who asks
     */
    void follow(RoutingContext context, AccessToken token) {
        long begin = System.nanoTime();
        // Read now: once the connection is closed it has no address.
        String from = context.request().remoteAddress().hostAddress();
        context.addEndHandler(ended -> LOG.infof("who=%s role=%s from=%s method=%s path=%s status=%s ms=%d",
                token == null ? "-" : token.name(), token == null ? "-" : token.role(), from,
                printable(context.request().method().name(), LONGEST_METHOD),
                printable(context.request().path(), LONGEST_PATH),
                ended.succeeded() ? context.response().getStatusCode() : "none",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)));
    }

    /** A text of the client with all but printable ASCII replaced, so that nobody can write lines of their own into the log; and not too long. */
    private static String printable(String text, int longest) {
        String line = text.replaceAll("[^\\x21-\\x7e]", "?");
        return line.length() <= longest ? line : line.substring(0, longest) + "...";
    }
}

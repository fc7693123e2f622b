package org.dsa110.contimg.rest.internal.errors;

import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.WithRest;

/**
 * Closes the connection after an answer that says {@code Connection: close}, which the framework only announces (RFC 9112, section 9.6);
 * and has an answer say so that is given while much of the request's body is still to come, which the framework would take to its end,
 * whatever its length. What is under way is taken for a moment, as a close with unread bytes resets the connection and may take the
 * answer from the client. Thread-safe.
 */
@WithRest
@Singleton
class LingeringClose {
    /** Of a body, in bytes: the rest of a shorter one is read, and the connection goes on. */
    private static final long SHORT_BODY = 1 << 16;
    /** In bytes. What the network and the kernel may hold on the way. */
    private static final long MOST_DRAINED = 1 << 22;
    private static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(5);
    /** Marks a connection that has had its last answer. */
    private static final AttributeKey<Boolean> ENDING = AttributeKey.valueOf(LingeringClose.class.getName());

    private static final String FOLLOWED = LingeringClose.class.getName();

    void register(@Observes Router router) {
        RouteOrder.LINGERING_CLOSE.route(router).handler(this::follow).failureHandler(this::follow);
    }

    private void follow(RoutingContext context) {
        if (context.get(FOLLOWED) != null || context.request().version() == HttpVersion.HTTP_2) {
            // Failed later on; or others may use the connection.
            context.next();
            return;
        }
        context.put(FOLLOWED, true);
        if (connection(context).channel().hasAttr(ENDING)) {
            // Sent after a request whose answer has ended the connection: nobody must take it for done.
            return;
        }
        context.addHeadersEndHandler(head -> announce(context));
        context.addEndHandler(ended -> {
            if (ended.succeeded() && HttpHeaders.CLOSE.toString()
                    .equalsIgnoreCase(context.response().headers().get(HttpHeaders.CONNECTION))) {
                end(context);
            }
        });
        context.next();
    }

    private static void announce(RoutingContext context) {
        if (!context.request().isEnded() && bodyLength(context.request()) > SHORT_BODY) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** In bytes; of a body that does not say, the longest there can be. */
    private static long bodyLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? Long.MAX_VALUE : 0;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static ConnectionBase connection(RoutingContext context) {
        return (ConnectionBase) context.request().connection();
    }

    private static void end(RoutingContext context) {
        ConnectionBase connection = connection(context);
        connection.channel().attr(ENDING).set(true);
        // Later, when the answer is on its way and has been measured.
        context.vertx().getOrCreateContext().runOnContext(later -> drain(context, connection));
    }

    private static void drain(RoutingContext context, ConnectionBase connection) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            connection.close();
            return;
        }
        long before = request.bytesRead();
        long timer = context.vertx().setTimer(LONGEST_MILLIS, late -> connection.close());
        Runnable close = () -> {
            context.vertx().cancelTimer(timer);
            connection.close();
        };
        // Not by a close handler of the connection, which has one, and that may be the framework's.
        request.exceptionHandler(gone -> close.run());
        request.endHandler(all -> close.run());
        request.handler(bytes -> {
            if (request.bytesRead() - before > MOST_DRAINED) {
                close.run();
            }
        });
        request.resume();
    }
}

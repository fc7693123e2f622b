package org.dsa110.contimg.rest.internal.errors;

import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.WithRest;

/**
 * Takes the bodies of requests that say they are short as they arrive. Most come in one piece with their head, and are there when a
 * resource wants them; for the others {@link AwaitedBodies} waits, once nothing else refuses the request. Thread-safe.
 */
@WithRest
@Singleton
class ShortBodies {
    /** In bytes: what a row or some take, and is parsed and checked on an event loop without others having to wait. */
    private static final int MOST = 8 << 10;
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    void register(@Observes Router router) {
        RouteOrder.SHORT_BODIES.route(router).handler(this::take);
    }

    private void take(RoutingContext context) {
        HttpServerRequest request = context.request();
        int length = length(request);
        if (length <= 0 || length > MOST || request.isEnded()) {
            context.next();
            return;
        }
        ArrivingBody.take(context, length);
        // What has come in one piece with the head is handed over right after it.
        context.vertx().getOrCreateContext().runOnContext(later -> context.next());
    }

    /**
     * In bytes; 0 where it is not known, or the client waits until it is asked for the body. And over HTTP/2, which other programs than the
     * service may speak: the framework holds each request back before it reads it, and one that has ended cannot be held back there.
     */
    private static int length(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return 0;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !WITH_BODY.contains(request.method()) || request.headers().contains(HttpHeaders.EXPECT)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return 0;
        }
        try {
            return Integer.parseInt(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

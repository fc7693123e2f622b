package org.dsa110.contimg.rest.internal.errors;

import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * A short body, taken into memory as it arrives, so that no thread has to wait for it. Filled on the event loop of its connection; others
 * may look at it. Thread-safe.
 */
final class ArrivingBody {
    private static final String KEY = ArrivingBody.class.getName();

    private final byte[] bytes;
    private int arrived;
    private long sinceNanos = System.nanoTime();
    private boolean whole;
    private Throwable failure;
    /** Gets null once the body is whole, or else why it will not be; null while nobody waits. */
    private Consumer<Throwable> waiting;

    private ArrivingBody(int length) {
        bytes = new byte[length];
    }

    /**
     * Begins to take the body of a request, of which nothing has been read.
     *
     * @param length of all of it, in bytes
     */
    static void take(RoutingContext context, int length) {
        ArrivingBody body = new ArrivingBody(length);
        HttpServerRequest request = context.request();
        request.exceptionHandler(body::fail);
        request.endHandler(end -> body.end());
        request.handler(body::add);
        context.put(KEY, body);
    }

    /** The one that is taken for this request, or null. */
    static ArrivingBody of(RoutingContext context) {
        return context.get(KEY);
    }

    /** All of it, or null as long as some is missing. */
    synchronized byte[] whole() {
        return whole ? bytes : null;
    }

    /** How many bytes have come. */
    synchronized int arrived() {
        return arrived;
    }

    /** Since when nothing has come, on the scale of {@link System#nanoTime}. */
    synchronized long sinceNanos() {
        return sinceNanos;
    }

    /**
     * Has somebody told how it ends, once; at once where it has ended.
     *
     * @param told gets null when the body is whole, or else why it will not be; on any thread
     */
    void onEnd(Consumer<Throwable> told) {
        synchronized (this) {
            if (!whole && failure == null) {
                waiting = told;
                // The rest may have come long ago, and wait where nobody took it until now.
                sinceNanos = System.nanoTime();
                return;
            }
        }
        told.accept(failure);
    }

    /** Nothing more is expected, unless it has ended. */
    void fail(Throwable reason) {
        end(false, reason);
    }

    private synchronized void add(Buffer chunk) {
        chunk.getBytes(bytes, arrived);
        arrived += chunk.length();
        sinceNanos = System.nanoTime();
    }

    private void end() {
        boolean all;
        synchronized (this) {
            all = arrived == bytes.length;
        }
        end(all, all ? null : new ClosedChannelException());
    }

    private void end(boolean all, Throwable reason) {
        Consumer<Throwable> told;
        synchronized (this) {
            if (whole || failure != null) {
                return;
            }
            whole = all;
            failure = reason;
            told = waiting;
        }
        if (told != null) {
            told.accept(reason);
        }
    }
}

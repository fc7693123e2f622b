package org.dsa110.contimg.rest.events;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;

/**
 * Brings events to one client: a page is read when the client's connection has taken the one before, and again after a while where there was
 * nothing to read. So a client that is slow holds one page and no thread, and others notice nothing of it; one whose connection takes
 * nothing for a minute is cut off. Each event is read from the database, whoever wrote it there. Runs on the connection's event loop.
 */
final class EventTransfer {
    private static final Logger LOG = Logger.getLogger(EventTransfer.class);
    private static final RepeatedLines FAULTS = RepeatedLines.of(EventTransfer.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Proxies end connections on which nothing comes, the strictest usually after a minute. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** How long the client waits before it comes again, ms. */
    private static final byte[] HELLO = "retry: 3000\n: events follow\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ALIVE = ": no events\n\n".getBytes(StandardCharsets.US_ASCII);

    private final EventStream stream;
    private final ResteasyReactiveRequestContext context;
    private final ServerHttpResponse response;
    private final RoutingContext routing;
    private final Vertx vertx;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Runnable forgetNotice = () -> {
    };
    private volatile Cancellable reading = () -> {
    };
    private long last;
    private long lastWrite = System.nanoTime();
    private volatile long timer = -1;
    private volatile boolean writing;

    EventTransfer(EventStream stream, ResteasyReactiveRequestContext context) {
        this.stream = stream;
        this.context = context;
        this.response = context.serverResponse();
        this.routing = context.serverRequest().unwrap(RoutingContext.class);
        this.vertx = routing.vertx();
        this.last = stream.after();
    }

    void start() {
        context.suspend();
        response.setChunked(true);
        response.addCloseHandler(() -> end("the client went away"));
        forgetNotice = stream.units().onStopNotice(() -> routing.vertx().runOnContext(now -> end("the service stops")));
        if (routing.request().method() == HttpMethod.HEAD) {
            end("there is no body");
        } else {
            write(HELLO);
        }
    }

    private void write(byte[] bytes) {
        if (over.get()) {
            return;
        }
        lastWrite = System.nanoTime();
        writing = true;
        timer = vertx.setTimer(PATIENCE.toMillis(), late -> end("the client takes nothing"));
        response.write(bytes, failure -> {
            writing = false;
            vertx.cancelTimer(timer);
            if (failure != null) {
                end("the client went away");
            } else {
                read();
            }
        });
    }

    private void read() {
        if (!over.get()) {
            reading = stream.source().after(last).subscribe().with(this::send, failure -> {
                if (!stream.units().isStopping()) {
                    FAULTS.warn(RepeatedLines.origin(failure), failure,
                            "A stream of events ends, and its client will come again");
                }
                end("the events cannot be read");
            });
        }
    }

    private void send(EventPage page) {
        last = page.last();
        byte[] bytes = page.bytes();
        if (bytes.length > 0) {
            write(bytes);
        } else if (System.nanoTime() - lastWrite >= LONGEST_SILENCE.toNanos()) {
            write(ALIVE);
        } else if (!over.get()) {
            timer = vertx.setTimer(PAUSE.toMillis(), again -> read());
        }
    }

    /** The client comes again with the id of the last event that it has, so it does not matter where the answer ends. */
    private void end(String why) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        LOG.debugf("A stream of events ends: %s", why);
        forgetNotice.run();
        vertx.cancelTimer(timer);
        reading.cancel();
        stream.ended().run();
        HttpServerRequest request = routing.request();
        if (writing) {
            // What waits to be taken would have to be taken before an end in order.
            routing.response().reset();
        } else if (!routing.response().closed()) {
            routing.response().end().onComplete(sent -> {
                if (request.version() != HttpVersion.HTTP_2) {
                    request.connection().close();
                }
            });
        }
        context.resume();
    }
}

package org.dsa110.contimg.rest.internal.errors;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.declare.WithRest;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/**
 * Waits for the bodies of requests: for a short one without a thread, for another on the thread that reads it. Ends the wait for a client
 * that has sent nothing for too long, or that sends so little that it holds a thread for ever, while there is still a connection to say so
 * on: the framework would only cut it, a while later, and the second not at all. So it does for all whose bodies have not come a while after
 * the service was told to stop, which would wait for them in vain. Thread-safe.
 */
// Only in programs with REST, as WithRest says: of filters the framework reads this condition from the class itself, not from a stereotype.
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
@Singleton
public class AwaitedBodies {
    private static final Set<String> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    /** After the filters that refuse. */
    private static final int LAST = Priorities.USER + 200;
    private static final Logger LOG = Logger.getLogger(AwaitedBodies.class);
    private static final long LOOK_MILLIS = 250;
    /** An import that goes on is stored for as long after a stop; the stop itself waits for 4 s. */
    private static final long STOPPING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Set<Awaited> awaited = ConcurrentHashMap.newKeySet();
    private volatile long limitNanos;
    /** In bytes. */
    private volatile long unpackedLimit;
    private volatile int bytesPerSecond;
    private volatile boolean ending;
    private long timer;
    /** When the stop was first seen; null before. Of the timer's thread. */
    private Long stopSeen;

    /** With its parameters here, as filters are made before these can be had. */
    void start(@Observes StartupEvent event, Vertx vertx, RestConfig config, UnitExecutor units) {
        start(vertx, config, units::isStopping);
    }

    void start(Vertx vertx, RestConfig config, BooleanSupplier stopping) {
        limitNanos = config.bodyTimeout().toNanos();
        unpackedLimit = config.unpackedBodyLimit().asLongValue();
        bytesPerSecond = config.bodyRate();
        timer = vertx.setPeriodic(LOOK_MILLIS, look -> {
            long now = System.nanoTime();
            lookForStop(stopping, now);
            awaited.forEach(body -> body.endIfLate(now));
        });
    }

    private void lookForStop(BooleanSupplier stopping, long now) {
        if (ending || !stopping.getAsBoolean()) {
            return;
        }
        if (stopSeen == null) {
            stopSeen = now;
        } else if (now - stopSeen > STOPPING_NANOS) {
            ending = true;
            if (!awaited.isEmpty()) {
                LOG.warnf("The service stops, and does not wait longer for what %d clients have yet to send",
                        awaited.size());
            }
        }
    }

    void stop(@Observes ShutdownEvent event, Vertx vertx) {
        vertx.cancelTimer(timer);
    }

    /** By a filter: a reader interceptor would have the framework ask for the resource's method by reflection, which a native file lacks. */
    @ServerRequestFilter(priority = LAST)
    public Uni<Void> await(ContainerRequestContext request) {
        ResteasyReactiveRequestContext context = CurrentRequestManager.get();
        if (WITHOUT_BODY.contains(request.getMethod()) || AllowedMethods.isRefusal(context.getTarget())) {
            return null;
        }
        RoutingContext routing = context.unwrap(RoutingContext.class);
        ArrivingBody body = ArrivingBody.of(routing);
        if (body == null) {
            setBody(request, await(request.getEntityStream()));
            return null;
        }
        if (body.whole() == null) {
            // The framework has it held back until somebody reads it.
            routing.request().resume();
            return await(body).invoke(() -> setBody(request, new ByteArrayInputStream(body.whole())));
        }
        setBody(request, new ByteArrayInputStream(body.whole()));
        return null;
    }

    private void setBody(ContainerRequestContext request, InputStream sent) {
        request.setEntityStream(UnpackedBody.isPackedBy(request.getHeaderString(HttpHeaders.CONTENT_ENCODING))
                ? new UnpackedBody(sent, unpackedLimit)
                : sent);
    }

    InputStream await(InputStream sent) {
        return new AwaitedBody(sent);
    }

    private Uni<Void> await(ArrivingBody body) {
        return Uni.createFrom().emitter(emitter -> {
            long begun = System.nanoTime();
            Awaited wait = now -> {
                if (ending) {
                    body.fail(stopped());
                } else if (now - body.sinceNanos() > limitNanos) {
                    body.fail(stalled());
                } else if (now - begun > longestNanos(body.arrived())) {
                    body.fail(trickled());
                }
            };
            awaited.add(wait);
            body.onEnd(failure -> {
                awaited.remove(wait);
                if (failure == null) {
                    emitter.complete(null);
                } else {
                    emitter.fail(failure instanceof BodyBrokenOffException ? failure : brokenOff(failure));
                }
            });
        });
    }

    /** How long may be waited for a body of which so many bytes have come. */
    private long longestNanos(long bytes) {
        return limitNanos + TimeUnit.SECONDS.toNanos(bytes / bytesPerSecond);
    }

    private BodyBrokenOffException trickled() {
        return new BodyBrokenOffException(Status.REQUEST_TIMEOUT.getStatusCode(),
                "the body comes at less than " + bytesPerSecond + " bytes a second", null);
    }

    private static BodyBrokenOffException stopped() {
        return new BodyBrokenOffException(Status.SERVICE_UNAVAILABLE.getStatusCode(),
                "the service stops, and the body has not come", null);
    }

    private BodyBrokenOffException stalled() {
        return new BodyBrokenOffException(Status.REQUEST_TIMEOUT.getStatusCode(),
                "no more of the body came for " + TimeUnit.NANOSECONDS.toSeconds(limitNanos) + " s", null);
    }

    private static BodyBrokenOffException brokenOff(Throwable cause) {
        return new BodyBrokenOffException(Status.BAD_REQUEST.getStatusCode(), "the connection was closed", cause);
    }

    /** Somebody who waits for bytes. */
    private interface Awaited {
        /** @param now on the scale of {@link System#nanoTime} */
        void endIfLate(long now);
    }

    /** Read by one thread, looked at by another. */
    private final class AwaitedBody extends FilterInputStream implements Awaited {
        /** Who waits for bytes; null while nobody does. */
        private Thread reader;
        private long since;
        /** Whether this wait was ended; not the one before, whose bytes may have come just then. */
        private boolean late;
        /** Whether that was because all waits together took too long. */
        private boolean slow;
        /** Of all waits before this one. */
        private long waitedNanos;
        private long bytesCome;

        AwaitedBody(InputStream sent) {
            super(sent);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        /** @throws BodyBrokenOffException when the client has gone, or sends nothing */
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            begin();
            int read = 0;
            try {
                read = super.read(bytes, offset, length);
                return read;
            } catch (IOException e) {
                throw !end(0) ? brokenOff(e) : ending ? stopped() : slow ? trickled() : stalled();
            } finally {
                end(Math.max(read, 0));
            }
        }

        private synchronized void begin() {
            reader = Thread.currentThread();
            since = System.nanoTime();
            late = false;
            awaited.add(this);
        }

        /**
         * @param read how many bytes came
         * @return whether the reading was ended because it took too long
         */
        private synchronized boolean end(int read) {
            bytesCome += read;
            if (reader != null) {
                reader = null;
                waitedNanos += System.nanoTime() - since;
                awaited.remove(this);
                if (late) {
                    // Of an interrupt that came when the bytes had come.
                    Thread.interrupted();
                }
            }
            return late;
        }

        @Override
        public synchronized void endIfLate(long now) {
            if (reader == null || late) {
                return;
            }
            slow = now - since <= limitNanos;
            if (ending || !slow || waitedNanos + now - since > longestNanos(bytesCome)) {
                late = true;
                reader.interrupt();
            }
        }
    }
}

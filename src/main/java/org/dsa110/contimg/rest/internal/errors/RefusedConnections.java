package org.dsa110.contimg.rest.internal.errors;

import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import org.dsa110.contimg.rest.declare.WithRest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Says that clients are turned away, of whom there is no request to log: the framework closes a connection beyond the limit without a word,
 * and counts it. At most a line a minute. Its look runs on one thread.
 */
@WithRest
@Singleton
class RefusedConnections {
    private static final Logger LOG = Logger.getLogger(RefusedConnections.class);
    /** The framework's own, which is there when connections are limited. */
    private static final String COUNTER = "vertx.http.connections.rejected";
    private static final long LOOK_MILLIS = 1000;
    private static final long LINE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final MeterRegistry meters;
    private final String limit;
    private long timer;
    private long told;
    /** When the last line was written; null before the first. */
    private Long lastLine;

    RefusedConnections(MeterRegistry meters,
            @ConfigProperty(name = "quarkus.http.limits.max-connections", defaultValue = "none") String limit) {
        this.meters = meters;
        this.limit = limit;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        timer = vertx.setPeriodic(LOOK_MILLIS, look -> look(System.nanoTime()));
    }

    void stop(@Observes ShutdownEvent event, Vertx vertx) {
        vertx.cancelTimer(timer);
    }

    void look(long now) {
        Counter counter = meters.find(COUNTER).counter();
        long refused = counter == null ? 0 : (long) counter.count();
        if (refused > told && (lastLine == null || now - lastLine >= LINE_NANOS)) {
            LOG.warnf("%d connections were closed as soon as they were made, as %s are open already"
                    + " (quarkus.http.limits.max-connections)", refused - told, limit);
            told = refused;
            lastLine = now;
        }
    }
}

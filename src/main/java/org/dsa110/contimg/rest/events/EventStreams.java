package org.dsa110.contimg.rest.events;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.ProblemException;

/** Gives clients streams of events, to a number of them. Thread-safe. */
@WithRest
@Singleton
public class EventStreams {
    /** Each has a read every half second, and a connection. */
    static final int MOST = 64;

    private final UnitExecutor units;
    private final AtomicInteger listeners = new AtomicInteger();

    EventStreams(UnitExecutor units, MeterRegistry metrics) {
        this.units = units;
        Gauge.builder("contimg_event_listeners", listeners, AtomicInteger::get)
                .description("Clients that listen to events").register(metrics);
    }

    /**
     * An answer that goes on until its client goes away, or the service stops.
     *
     * @param after the id of the last event that the client has
     * @throws ProblemException 503 where there are too many listeners
     */
    public Response open(EventSource source, long after) {
        if (listeners.incrementAndGet() > MOST) {
            listeners.decrementAndGet();
            throw new ProblemException(Status.SERVICE_UNAVAILABLE,
                    MOST + " clients listen already, which is as many as may", List.of());
        }
        return Response.ok(new EventStream(source, after, units, listeners::decrementAndGet),
                MediaType.SERVER_SENT_EVENTS).header(HttpHeaders.CACHE_CONTROL, "no-store")
                // For proxies that would keep events until they have many (nginx).
                .header("X-Accel-Buffering", "no").build();
    }
}

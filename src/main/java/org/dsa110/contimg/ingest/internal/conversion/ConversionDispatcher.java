package org.dsa110.contimg.ingest.internal.conversion;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.jboss.logging.Logger;

/**
 * Drains the queue: as many workers as configured, each of which claims and converts one group after the other as long as there are
 * pending ones. Without a converter command it only makes groups pending, counts, and tells the other databases what became of groups.
 * Thread-safe.
 */
@ApplicationScoped
public class ConversionDispatcher {
    private static final Logger LOG = Logger.getLogger(ConversionDispatcher.class);
    private static final RepeatedLines FAULTS = RepeatedLines.of(ConversionDispatcher.class);

    private final QueueCounts queue;
    private final Claims claims;
    private final GroupConversion conversion;
    private final Recovery recovery;
    private final OutboxRelay relay;
    private final RunningConverters converters;
    private final QueueGauges gauges;
    private final MeterRegistry metrics;
    private final Optional<String> command;
    private final double leaseSeconds;
    private final int workers;
    private final ExecutorService threads;
    private final ExecutorService telling;
    private final AtomicBoolean isTelling = new AtomicBoolean();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger threadNumber = new AtomicInteger();
    private volatile boolean stopping;

    ConversionDispatcher(QueueCounts queue, Claims claims, GroupConversion conversion, Recovery recovery,
            OutboxRelay relay,
            RunningConverters converters, QueueGauges gauges, IngestConfig config, MeterRegistry metrics) {
        this.queue = queue;
        this.claims = claims;
        this.conversion = conversion;
        this.recovery = recovery;
        this.relay = relay;
        this.converters = converters;
        this.gauges = gauges;
        this.metrics = metrics;
        this.command = config.converter().command();
        this.leaseSeconds = config.lease().toNanos() / 1e9;
        this.workers = config.workers();
        this.threads = Executors.newFixedThreadPool(workers, this::thread);
        this.telling = Executors.newSingleThreadExecutor(work -> daemon(work, "outbox relay"));
    }

    /**
     * Puts right what ended services have left, makes whole groups pending, counts the queue, wakes as many free workers as there are pending groups, and has the other databases told
     * what waits. Does not wait for them.
     */
    public synchronized void tick() {
        if (stopping) {
            return;
        }
        recovery.look();
        queue.promoteWhole().await().indefinitely()
                .forEach(group -> LOG.infof("Group %s was made whole by another program and is pending", group));
        long pending = gauges.refresh(queue.count().await().indefinitely());
        tell();
        if (command.isEmpty()) {
            return;
        }
        for (long started = 0; started < pending && busy.get() < workers; started++) {
            // Between the look at busy and here it can only have gone down: nothing but a tick counts up, and ticks come one at a time.
            busy.incrementAndGet();
            threads.execute(() -> {
                try {
                    drain(command.get());
                } finally {
                    busy.decrementAndGet();
                }
            });
        }
    }

    private void tell() {
        // What is told no more is told by the next start.
        if (!stopping && isTelling.compareAndSet(false, true)) {
            telling.execute(() -> {
                try {
                    relay.tell();
                } catch (RuntimeException e) {
                    FAULTS.error(RepeatedLines.origin(e), e,
                            "The other databases are told later what became of groups");
                } finally {
                    isTelling.set(false);
                }
            });
        }
    }

    /** Ends the converters that run, and lets no worker claim another group; those that have one give it back. */
    public void expectStop() {
        stopping = true;
        converters.stop();
    }

    /**
     * Ends the converters that run, gives their groups back, and lets no worker claim another.
     *
     * @return whether all workers ended in time
     */
    public boolean stop(long timeout, TimeUnit unit) throws InterruptedException {
        long until = System.nanoTime() + unit.toNanos(timeout);
        expectStop();
        threads.shutdown();
        telling.shutdown();
        return threads.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS)
                & telling.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private Thread thread(Runnable work) {
        return daemon(work, "conversion worker " + threadNumber.incrementAndGet());
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void drain(String converter) {
        try {
            while (!stopping) {
                List<ClaimedGroup> groups = claims
                        .claim(Thread.currentThread().getName(), 1, leaseSeconds, DeadServices.service()).await()
                        .indefinitely();
                if (groups.isEmpty()) {
                    return;
                }
                GroupConversion.Outcome outcome = conversion.convert(groups.get(0), converter);
                tell();
                Counter.builder("dsa110_conversion").description("Conversions of groups by how they ended")
                        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT)).register(metrics).increment();
            }
        } catch (RuntimeException e) {
            FAULTS.error(RepeatedLines.origin(e), e, "A conversion worker pauses until the next tick");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.dsa110.contimg.ingest.internal.conversion;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.jboss.logging.Logger;

/**
 * Drains the queue: as many workers as configured, each of which claims and converts one group after the other as long as there are
 * pending ones. Without a converter command it only makes groups pending and counts. Thread-safe.
 */
@ApplicationScoped
public class ConversionDispatcher {
    private static final Logger LOG = Logger.getLogger(ConversionDispatcher.class);
    private static final RepeatedLines FAULTS = RepeatedLines.of(ConversionDispatcher.class);

    private final ConversionQueue queue;
    private final GroupConversion conversion;
    private final RunningConverters converters;
    private final QueueGauges gauges;
    private final MeterRegistry metrics;
    private final Optional<String> command;
    private final int workers;
    private final ExecutorService threads;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger threadNumber = new AtomicInteger();
    private volatile boolean stopping;

    ConversionDispatcher(ConversionQueue queue, GroupConversion conversion, RunningConverters converters,
            QueueGauges gauges, IngestConfig config, MeterRegistry metrics) {
        this.queue = queue;
        this.conversion = conversion;
        this.converters = converters;
        this.gauges = gauges;
        this.metrics = metrics;
        this.command = config.converter().command();
        this.workers = config.workers();
        this.threads = Executors.newFixedThreadPool(workers, this::thread);
    }

    /** Makes whole groups pending, counts the queue and wakes as many free workers as there are pending groups. Does not wait for them. */
    public synchronized void tick() {
        if (stopping) {
            return;
        }
        queue.promoteWhole().await().indefinitely()
                .forEach(group -> LOG.infof("Group %s was made whole by another program and is pending", group));
        long pending = gauges.refresh(queue.countByState().await().indefinitely());
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
        return threads.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "conversion worker " + threadNumber.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private void drain(String converter) {
        try {
            while (!stopping) {
                Optional<ClaimedGroup> group = queue.claimNext().await().indefinitely();
                if (group.isEmpty()) {
                    return;
                }
                GroupConversion.Outcome outcome = conversion.convert(group.get(), converter);
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

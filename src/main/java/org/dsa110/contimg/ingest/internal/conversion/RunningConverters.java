package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.dsa110.contimg.ingest.IngestConfig;

/** The converters that run now, so that all of them can be stopped. Thread-safe. */
@ApplicationScoped
class RunningConverters {
    /** From the signal that ends the whole process group to the begin of the service's own stop. */
    private static final Duration SIGNAL_TO_STOP = Duration.ofSeconds(1);

    private final Duration timeout;
    private final Duration signalToStop;
    private final Stopping stopping;
    private final Set<ConverterProcess> running = new HashSet<>();

    @Inject
    RunningConverters(IngestConfig config, Stopping stopping) {
        this(config.converter().timeout(), SIGNAL_TO_STOP, stopping);
    }

    /** @param signalToStop how long after a converter was told to end the service may still be about to stop */
    RunningConverters(Duration timeout, Duration signalToStop, Stopping stopping) {
        this.timeout = timeout;
        this.signalToStop = signalToStop;
        this.stopping = stopping;
    }

    /**
     * Runs the converter on a group.
     *
     * @return what it said; null when the service stops, whether or not it ran
     * @throws ConversionFailedException when it did not convert the group
     */
    ConverterResult run(String command, ClaimedGroup group) throws ConversionFailedException, InterruptedException {
        ConverterProcess process;
        synchronized (this) {
            if (stopping.hasBegun()) {
                return null;
            }
            process = ConverterProcess.start(command, group);
            running.add(process);
        }
        try {
            return process.await(timeout);
        } catch (InterruptedException e) {
            process.stop();
            throw e;
        } catch (ConversionFailedException e) {
            // Ctrl-C, and systemd, signal the converters at the same moment as the service, which only then begins to stop.
            if (process.wasToldToEnd() && stopping.beginsWithin(signalToStop)) {
                return null;
            }
            throw e;
        } finally {
            synchronized (this) {
                running.remove(process);
            }
        }
    }

    /** Stops all, at the same time, and lets none begin. Returns when they are killed at the latest. */
    void stop() {
        List<ConverterProcess> last;
        synchronized (this) {
            stopping.begin();
            last = List.copyOf(running);
        }
        CompletableFuture.allOf(last.stream()
                .map(process -> CompletableFuture.runAsync(process::stop, work -> new Thread(work, "stop").start()))
                .toArray(CompletableFuture[]::new)).join();
    }
}

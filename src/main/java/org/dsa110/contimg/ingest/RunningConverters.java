package org.dsa110.contimg.ingest;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;

/** The converters that run now, so that all of them can be stopped. Thread-safe. */
@ApplicationScoped
class RunningConverters {
    private final Duration timeout;
    private final Set<ConverterProcess> running = new HashSet<>();
    private boolean stopping;

    RunningConverters(IngestConfig config) {
        this.timeout = config.converter().timeout();
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
            if (stopping) {
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
            stopping = true;
            last = List.copyOf(running);
        }
        CompletableFuture.allOf(last.stream()
                .map(process -> CompletableFuture.runAsync(process::stop, work -> new Thread(work, "stop").start()))
                .toArray(CompletableFuture[]::new)).join();
    }
}

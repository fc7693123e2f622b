package org.dsa110.contimg.housekeeping;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import org.jboss.logging.Logger;

/** The tasks by their names, none of which runs twice at a time. Thread-safe. */
@ApplicationScoped
class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    private final Map<String, HousekeepingTask> tasks = new TreeMap<>();
    private final Map<String, AtomicBoolean> running = new ConcurrentHashMap<>();
    private final MeterRegistry metrics;

    Housekeeping(@All List<HousekeepingTask> tasks, MeterRegistry metrics) {
        tasks.forEach(task -> {
            this.tasks.put(task.name(), task);
            running.put(task.name(), new AtomicBoolean());
        });
        this.metrics = metrics;
    }

    List<HousekeepingTask> tasks() {
        return List.copyOf(tasks.values());
    }

    /** Whether there is a task of that name. */
    boolean has(String task) {
        return tasks.containsKey(task);
    }

    /**
     * Does a task, and returns when that is done.
     *
     * @param task one that there is
     * @param dryRun whether nothing is to be changed
     * @return empty when it runs already
     */
    Optional<HousekeepingReport> run(String task, boolean dryRun) {
        if (!running.get(task).compareAndSet(false, true)) {
            return Optional.empty();
        }
        long began = System.nanoTime();
        try {
            HousekeepingReport report = tasks.get(task).run(dryRun);
            LOG.infof("Housekeeping: %s%s in %.1f s: %s", task, dryRun ? " (dry run)" : "",
                    Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0, report.counts());
            count(task, "done");
            return Optional.of(report);
        } catch (RuntimeException e) {
            count(task, "failed");
            throw e;
        } finally {
            running.get(task).set(false);
        }
    }

    private void count(String task, String outcome) {
        Counter.builder("contimg_housekeeping_runs").description("Runs of tasks that put things in order")
                .tag("task", task).tag("outcome", outcome).register(metrics).increment();
    }
}

package org.dsa110.contimg.housekeeping;

import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.dsa110.contimg.migration.DatabasesOpened;

/** Does the tasks by the calendar, from when the databases are open until the service stops. Thread-safe. */
@ApplicationScoped
class HousekeepingSchedule {
    private static final RepeatedLines FAULTS = RepeatedLines.of(HousekeepingSchedule.class);
    private static final String OFF = "off";

    private final Scheduler scheduler;
    private final Housekeeping housekeeping;
    private final HousekeepingConfig config;
    private final UnitExecutor units;
    private final List<String> jobs = new ArrayList<>();

    HousekeepingSchedule(Scheduler scheduler, Housekeeping housekeeping, HousekeepingConfig config,
            UnitExecutor units) {
        this.scheduler = scheduler;
        this.housekeeping = housekeeping;
        this.config = config;
        this.units = units;
    }

    /** @throws IllegalArgumentException naming the setting, when a schedule is none */
    synchronized void start(@Observes DatabasesOpened event) {
        if (!config.scheduled()) {
            return;
        }
        for (HousekeepingTask task : housekeeping.tasks()) {
            if (!task.schedule().equalsIgnoreCase(OFF)) {
                schedule(task);
            }
        }
    }

    private void schedule(HousekeepingTask task) {
        String job = "housekeeping " + task.name();
        try {
            scheduler.newJob(job).setCron(task.schedule()).setTimeZone("UTC")
                    .setConcurrentExecution(ConcurrentExecution.SKIP).setTask(execution -> run(task.name())).schedule();
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Without a cause, whose words alone would be told otherwise.
            throw new IllegalArgumentException("contimg.housekeeping." + task.name().replace('_', '-') + ".schedule="
                    + task.schedule() + " is no schedule such as 0 30 3 * * ? (every day at 3:30), nor " + OFF + ": "
                    + e.getMessage());
        }
        jobs.add(job);
    }

    private void run(String task) {
        try {
            housekeeping.run(task, false);
        } catch (RuntimeException e) {
            if (!units.isStopping()) {
                FAULTS.error(List.of(task, RepeatedLines.origin(e)), e,
                        "Housekeeping: %s failed, and is done again at its next time", task);
            }
        }
    }

    /** A start that fails later has no shutdown event. */
    @PreDestroy
    void end() {
        stop(null);
    }

    /** What runs ends by itself, as the databases take no more of it. */
    synchronized void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        jobs.forEach(scheduler::unscheduleJob);
        jobs.clear();
    }
}

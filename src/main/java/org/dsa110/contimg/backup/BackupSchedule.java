package org.dsa110.contimg.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.WriteAccess;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.dsa110.contimg.internal.time.Periodic;
import org.dsa110.contimg.migration.DatabasesOpened;
import org.jboss.logging.Logger;

/**
 * Makes backups by the calendar, from when the databases are open until the service stops, in a thread of its own: one takes as long as the
 * files are large. Thread-safe.
 */
@ApplicationScoped
class BackupSchedule {
    private static final Logger LOG = Logger.getLogger(BackupSchedule.class);
    private static final RepeatedLines REPEATED = RepeatedLines.of(BackupSchedule.class);
    private static final String JOB = "backup";
    private static final String OFF = "off";
    /** Backups that a command makes in the same folder count within it. */
    private static final Duration LOOK_INTERVAL = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Set<Database> ALL = EnumSet.allOf(Database.class);

    private final Scheduler scheduler;
    private final Backups backups;
    private final BackupConfig config;
    private final BackupMeters meters;
    private final DatabaseFiles files;
    /** The backup that runs, or ran last. */
    private Thread running;
    /** Null in a command, which has no scheduler either, and after the stop. */
    private volatile Periodic looks;
    private boolean stopped;

    BackupSchedule(Scheduler scheduler, Backups backups, BackupConfig config, BackupMeters meters,
            DatabaseFiles files) {
        this.scheduler = scheduler;
        this.backups = backups;
        this.config = config;
        this.meters = meters;
        this.files = files;
    }

    /** @throws IllegalArgumentException naming the setting, when the schedule is none */
    void start(@Observes DatabasesOpened event) {
        if (config.folder().isEmpty()) {
            return;
        }
        Path folder = config.folder().get().toAbsolutePath().normalize();
        meters.register();
        look();
        String obstacle = Files.isDirectory(folder) ? WriteAccess.obstacleToFilesIn(folder) : null;
        if (obstacle != null) {
            LOG.warnf("No backup can be made: %s", obstacle);
        }
        looks = Periodic.startLater("backup look", LOOK_INTERVAL, this::look, meters::lookFailed);
        if (!config.schedule().equalsIgnoreCase(OFF)) {
            try {
                scheduler.newJob(JOB).setCron(config.schedule()).setTimeZone("UTC").setTask(execution -> begin())
                        .schedule();
            } catch (IllegalArgumentException | IllegalStateException e) {
                // Without a cause, whose words alone would be told otherwise.
                throw new IllegalArgumentException("contimg.backup.schedule=" + config.schedule()
                        + " is no schedule such as 0 0 * * * ? (every hour), nor " + OFF + ": " + e.getMessage());
            }
        }
        LOG.infof("Backups go to %s, by the schedule %s (UTC), and are kept for %s", folder, config.schedule(),
                config.keep());
        if (files.locate().values().stream().anyMatch(
                location -> location instanceof Location.File file && folder.startsWith(file.path().getParent()))) {
            LOG.warnf("The folder of the backups, %s, is in that of the databases: what is lost with the one is lost"
                    + " with the other", folder);
        }
    }

    /** A start that fails later has no shutdown event. */
    @PreDestroy
    void end() {
        stop(null);
    }

    /** A copy that SQLite makes does not end before it is whole; what is left of it the next backup takes away. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        Thread last;
        synchronized (this) {
            stopped = true;
            last = running;
        }
        Periodic scheduled = looks;
        if (scheduled != null) {
            looks = null;
            scheduled.stop();
            scheduler.unscheduleJob(JOB);
        }
        if (last != null) {
            last.interrupt();
            try {
                last.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void begin() {
        if (stopped) {
            return;
        }
        if (running != null && running.isAlive()) {
            LOG.warn("No backup is begun, as the one before is not ended");
            return;
        }
        running = new Thread(this::make, "backup");
        running.setDaemon(true);
        running.start();
    }

    private void make() {
        long began = System.nanoTime();
        try {
            BackupReport report = backups.make(config.folder().orElseThrow(), ALL, config.keep(), Progress.NONE);
            Duration time = Duration.ofNanos(System.nanoTime() - began);
            meters.made(report.backup(), time);
            Manifest manifest = report.backup().manifest();
            LOG.infof("Backup %s: %d files, %.1f MiB of %.1f, in %.1f s; %d older ones removed",
                    report.backup().folder(), manifest.files().size(), mebibytes(manifest.compressedBytes()),
                    mebibytes(manifest.plainBytes()),
                    time.toMillis() / 1000.0, report.removed().size());
            report.remarks().forEach(LOG::warn);
        } catch (DatabaseException e) {
            if (isStopping()) {
                LOG.info("A backup was ended by the stop; nothing is left of it");
            } else {
                meters.failed();
                LOG.errorf(e.getCause() == null ? e : e.getCause(), "A backup failed: %s", e.getMessage());
            }
        } catch (RuntimeException | Error e) {
            meters.failed();
            LOG.error("A backup failed", e);
        }
    }

    private synchronized boolean isStopping() {
        return stopped;
    }

    private void look() {
        try {
            meters.found(new BackupFolder(config.folder().orElseThrow()).newest(ALL));
        } catch (IOException e) {
            meters.lookFailed();
            REPEATED.warn("look", null, "The folder of the backups cannot be looked at: %s", FileFailure.sentence(e));
        }
    }

    private static double mebibytes(long bytes) {
        return bytes / 1048576.0;
    }
}

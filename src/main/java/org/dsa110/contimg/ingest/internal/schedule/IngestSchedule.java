package org.dsa110.contimg.ingest.internal.schedule;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.conversion.ConversionDispatcher;
import org.dsa110.contimg.ingest.internal.grouping.ArrivalScanner;
import org.dsa110.contimg.ingest.internal.grouping.IngestMeters;
import org.dsa110.contimg.ingest.internal.incomplete.IncompleteGroups;
import org.dsa110.contimg.internal.time.Periodic;
import org.dsa110.contimg.migration.DatabasesOpened;
import org.jboss.logging.Logger;

/**
 * Scans and drains at their intervals, from when the databases are open until the service begins to stop: the jobs exist only in
 * between.
 */
@ApplicationScoped
class IngestSchedule {
    private static final Logger LOG = Logger.getLogger(IngestSchedule.class);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
    /** Shorter than the patience of what stops the service, and longer than a converter gets to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final ArrivalScanner scanner;
    private final ScanWatch watch;
    private final ConversionDispatcher dispatcher;
    private final IncompleteGroups incomplete;
    private final IngestConfig config;
    private final UnitExecutor units;
    private final MeterRegistry metrics;
    private final List<Periodic> jobs = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private volatile Runnable forgetNotice = () -> {
    };

    IngestSchedule(ArrivalScanner scanner, ScanWatch watch, ConversionDispatcher dispatcher,
            IncompleteGroups incomplete, IngestConfig config, UnitExecutor units, MeterRegistry metrics) {
        this.units = units;
        this.metrics = metrics;
        this.scanner = scanner;
        this.watch = watch;
        this.dispatcher = dispatcher;
        this.incomplete = incomplete;
        this.config = config;
    }

    void start(@Observes DatabasesOpened event) {
        if (!config.scheduled()) {
            return;
        }
        forgetNotice = units.onStopNotice(this::expectStop);
        if (config.incomingDir().isPresent()) {
            scanner.progress().begin();
            IngestMeters.lastScanAge(metrics, scanner.progress());
        }
        every(config.scanInterval(), "scan", scanner::scan);
        everyLater(WATCH_INTERVAL, "watch", scanner::watch);
        every(config.drainInterval(), "drain", this::drain);
        LOG.infof("Incoming folder: %s, converter: %s",
                config.incomingDir().map(Object::toString).orElse("none"),
                config.converter().command().orElse("none, groups stay pending"));
    }

    /**
     * The shutdown event comes when all requests have been answered, and until then no converter is to begin; those that run may have
     * been signalled together with the service.
     */
    private void expectStop() {
        scanner.expectStop();
        dispatcher.expectStop();
    }

    /** A start that fails after the jobs began has no shutdown event, and dev mode goes on with the next start. */
    @PreDestroy
    void stopWhatRuns() {
        if (stopped) {
            return;
        }
        try {
            stop(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before the databases close: what is being done is ended or given back, which needs them. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        stopped = true;
        forgetNotice.run();
        jobs.forEach(Periodic::stop);
        long until = System.nanoTime() + PATIENCE.toNanos();
        boolean ended = dispatcher.stop(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        ended &= scanner.stop(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        for (Periodic job : jobs) {
            ended &= job.end(Duration.ofNanos(until - System.nanoTime()));
        }
        if (!ended) {
            LOG.warnf("A scan or a conversion did not end within %d s", PATIENCE.toSeconds());
        }
    }

    /** Not by the scanner's own thread, which may be what hangs. */
    private void drain() {
        boolean seesFiles = watch.look() == null;
        dispatcher.tick();
        if (seesFiles) {
            incomplete.look();
        }
    }

    private void every(Duration interval, String job, Runnable work) {
        jobs.add(Periodic.start("ingest " + job, interval, work, IngestMeters.failures(metrics, job)::increment));
    }

    /** For looks between scans: the first does not keep the first scan, which begins at once, from being made. */
    private void everyLater(Duration interval, String job, Runnable work) {
        jobs.add(Periodic.startLater("ingest " + job, interval, work, IngestMeters.failures(metrics, job)::increment));
    }
}

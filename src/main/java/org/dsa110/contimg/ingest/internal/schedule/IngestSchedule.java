package org.dsa110.contimg.ingest.internal.schedule;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.conversion.ConversionDispatcher;
import org.dsa110.contimg.ingest.internal.grouping.ArrivalScanner;
import org.dsa110.contimg.ingest.internal.grouping.IngestMeters;
import org.dsa110.contimg.migration.DatabasesOpened;
import org.jboss.logging.Logger;

/**
 * Scans and drains at their intervals, from when the databases are open until the service begins to stop: the jobs exist only in
 * between.
 */
@ApplicationScoped
class IngestSchedule {
    private static final Logger LOG = Logger.getLogger(IngestSchedule.class);
    private static final String SCAN = "scan";
    private static final String WATCH = "watch";
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
    private static final String DRAIN = "drain";
    /** Shorter than the patience of what stops the service, and longer than a converter gets to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Scheduler scheduler;
    private final ArrivalScanner scanner;
    private final ConversionDispatcher dispatcher;
    private final IngestConfig config;
    private final UnitExecutor units;
    private final MeterRegistry metrics;
    private volatile boolean stopped;
    private volatile Runnable forgetNotice = () -> {
    };

    IngestSchedule(Scheduler scheduler, ArrivalScanner scanner, ConversionDispatcher dispatcher, IngestConfig config,
            UnitExecutor units, MeterRegistry metrics) {
        this.units = units;
        this.metrics = metrics;
        this.scheduler = scheduler;
        this.scanner = scanner;
        this.dispatcher = dispatcher;
        this.config = config;
    }

    void start(@Observes DatabasesOpened event) {
        if (!config.scheduled()) {
            return;
        }
        forgetNotice = units.onStopNotice(this::expectStop);
        every(config.scanInterval(), SCAN, scanner::scan);
        every(WATCH_INTERVAL, WATCH, scanner::watch);
        every(config.drainInterval(), DRAIN, dispatcher::tick);
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
        if (config.scheduled()) {
            scheduler.unscheduleJob(SCAN);
            scheduler.unscheduleJob(WATCH);
            scheduler.unscheduleJob(DRAIN);
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        boolean ended = dispatcher.stop(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        ended &= scanner.stop(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (!ended) {
            LOG.warnf("A scan or a conversion did not end within %d s", PATIENCE.toSeconds());
        }
    }

    private void every(Duration interval, String name, Runnable work) {
        Counter failures = IngestMeters.failures(metrics, name);
        scheduler.newJob(name).setInterval(interval.toString()).setConcurrentExecution(ConcurrentExecution.SKIP)
                .setTask(execution -> run(work, name, failures)).schedule();
    }

    /**
     * One that is interrupted has not failed: who interrupts wants the thread back, as dev mode does when it has reloaded, and the next one
     * finds what this one left. What failed is logged by the scheduler.
     */
    private static void run(Runnable work, String name, Counter failures) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            if (!(e instanceof CompletionException && e.getCause() instanceof InterruptedException)) {
                failures.increment();
                throw e;
            }
            Thread.currentThread().interrupt();
            LOG.debugf("A %s was interrupted", name);
        }
    }
}

package org.dsa110.contimg.ingest;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.ShutdownEvent;
import org.dsa110.contimg.migration.DatabasesOpened;
import org.jboss.logging.Logger;

/**
 * Scans and drains at their intervals, from when the databases are open until the service begins to stop. It has threads of its own,
 * which exist only in between: so no scan can run before or after, and a scan of a slow folder holds up nothing else.
 */
@ApplicationScoped
class IngestSchedule {
    private static final Logger LOG = Logger.getLogger(IngestSchedule.class);
    /** Shorter than the patience of what stops the service, and longer than a converter gets to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final ArrivalScanner scanner;
    private final ConversionDispatcher dispatcher;
    private final IngestConfig config;
    private ScheduledExecutorService threads;

    IngestSchedule(ArrivalScanner scanner, ConversionDispatcher dispatcher, IngestConfig config) {
        this.scanner = scanner;
        this.dispatcher = dispatcher;
        this.config = config;
    }

    synchronized void start(@Observes DatabasesOpened event) {
        if (!config.scheduled()) {
            return;
        }
        threads = Executors.newScheduledThreadPool(2, IngestSchedule::thread);
        every(config.scanInterval(), "scan", scanner::scan);
        every(config.drainInterval(), "drain", dispatcher::tick);
        LOG.infof("Incoming folder: %s, converter: %s",
                config.incomingDir().map(Object::toString).orElse("none"),
                config.converter().command().orElse("none, groups stay pending"));
    }

    /** Before the databases close: what is being done is ended or given back, which needs them. */
    synchronized void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        if (threads != null) {
            threads.shutdown();
        }
        scanner.stop();
        boolean ended = dispatcher.stop(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        if (threads != null) {
            ended &= threads.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        if (!ended) {
            LOG.warnf("A scan or a conversion did not end within %d s", PATIENCE.toSeconds());
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "ingest schedule");
        thread.setDaemon(true);
        return thread;
    }

    /** One failure must not end the schedule. */
    private void every(Duration interval, String name, Runnable work) {
        threads.scheduleWithFixedDelay(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.errorf(e, "The %s failed; the next one is due in %d ms", name, interval.toMillis());
            }
        }, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }
}

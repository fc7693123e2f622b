package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.StartupEvent;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.process.GuardedShell;
import org.dsa110.contimg.ingest.internal.process.ProcessIdentity;
import org.jboss.logging.Logger;

/** The converters that run now, so that all of them can be stopped. Thread-safe. */
@ApplicationScoped
class RunningConverters {
    private static final Logger LOG = Logger.getLogger(RunningConverters.class);
    /** From the signal that ends all of the service's processes to the begin of the service's own stop. */
    private static final Duration SIGNAL_TO_STOP = Duration.ofSeconds(1);

    private final Duration timeout;
    private final Duration signalToStop;
    private final Stopping stopping;
    private final Map<String, ConverterProcess> running = new HashMap<>();
    private final GuardedShell shell;

    /** What is to be done between the start of a converter and the moment in which its command runs. */
    interface BeforeItRuns {
        /** @param identity by which its processes are found, whatever becomes of this service */
        void started(ProcessIdentity identity) throws InterruptedException;
    }

    @Inject
    RunningConverters(IngestConfig config, Stopping stopping) {
        this(config.converter().timeout(), SIGNAL_TO_STOP, stopping, GuardedShell.ofThisSystem());
    }

    /** @param signalToStop how long after a converter was told to end the service may still be about to stop */
    RunningConverters(Duration timeout, Duration signalToStop, Stopping stopping, GuardedShell shell) {
        this.shell = shell;
        this.timeout = timeout;
        this.signalToStop = signalToStop;
        this.stopping = stopping;
    }

    /** Tells at the start of the service where converters cannot be ended as they should. */
    void warn(@Observes StartupEvent event, IngestConfig config) {
        if (config.scheduled() && config.converter().command().isPresent() && !shell.guards()) {
            LOG.warn(
                    "There is no program setsid here: converters run in the session of the service, and go on when it is killed");
        }
    }

    /** As {@link #run(String, ClaimedGroup, int, BeforeItRuns)}, at the first attempt and with nothing to be done before. */
    ConverterResult run(String command, ClaimedGroup group) throws ConversionFailedException, InterruptedException {
        return run(command, group, 1, identity -> {
        });
    }

    /**
     * Runs the converter on a group.
     *
     * @param attempt how many times this group was claimed, counted from 1
     * @param before what it throws ends the converter before the command has run, and is thrown on
     * @return what it said; null when the service stops, whether or not it ran
     * @throws ConversionFailedException when it did not convert the group
     */
    ConverterResult run(String command, ClaimedGroup group, int attempt, BeforeItRuns before)
            throws ConversionFailedException, InterruptedException {
        ConverterProcess process;
        synchronized (this) {
            if (stopping.hasBegun()) {
                return null;
            }
            process = ConverterProcess.start(shell, command, group, attempt);
            running.put(group.token(), process);
        }
        try {
            before.started(process.identity());
            process.release();
            return process.await(timeout);
        } catch (InterruptedException | RuntimeException e) {
            process.stop();
            throw e;
        } catch (ConversionFailedException e) {
            // A shutdown of the machine, and of systemd's units unless told otherwise, signals the converters at the same moment as the
            // service, which only then begins to stop; so does Ctrl-C where they have no session of their own.
            if (process.wasToldToEnd() && stopping.beginsWithin(signalToStop)) {
                return null;
            }
            throw e;
        } finally {
            synchronized (this) {
                running.remove(group.token());
            }
        }
    }

    /** Ends the converter of a group, if it runs, which {@link #run} then returns null for. */
    void end(ClaimedGroup group) {
        ConverterProcess process;
        synchronized (this) {
            process = running.get(group.token());
        }
        if (process != null) {
            process.stop();
        }
    }

    /** Stops all, at the same time, and lets none begin. Returns when they are killed at the latest. */
    void stop() {
        List<ConverterProcess> last;
        synchronized (this) {
            stopping.begin();
            last = List.copyOf(running.values());
        }
        CompletableFuture.allOf(last.stream()
                .map(process -> CompletableFuture.runAsync(process::stop, work -> new Thread(work, "stop").start()))
                .toArray(CompletableFuture[]::new)).join();
    }
}

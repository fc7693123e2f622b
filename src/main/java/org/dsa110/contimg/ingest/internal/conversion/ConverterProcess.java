package org.dsa110.contimg.ingest.internal.conversion;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.process.GuardedShell;
import org.dsa110.contimg.ingest.internal.process.LocalProcesses;
import org.dsa110.contimg.ingest.internal.process.ProcessIdentity;
import org.jboss.logging.Logger;

/**
 * One run of the converter command on one group. The contract: {@code /bin/sh -c command} gets the group's id as CONTIMG_GROUP_ID and
 * the number of the attempt as CONTIMG_ATTEMPT in its environment, and the paths of its files on standard input, one a line, in the
 * order of their subbands; it need not read them. Exit status 0 means converted, and then the last line on standard output that is not
 * blank is what {@link ConverterResult#parse} reads; {@value #DATA_ERROR} means that no further attempt can do better. What it writes
 * to standard error ends in the error of a conversion that failed. When it has ended, what it left running is killed.
 *
 * <p>{@link #stop} may be called from any thread; {@link #release} and {@link #await}, in this order, are for one.
 */
final class ConverterProcess {
    /** EX_DATAERR of sysexits.h. */
    static final int DATA_ERROR = 65;

    private static final Logger LOG = Logger.getLogger(ConverterProcess.class);
    private static final LocalProcesses PROCESSES = LocalProcesses.ofThisHost();
    /** From asking a converter to end to killing it. */
    private static final Duration GRACE = Duration.ofSeconds(2);
    /** From killing what is left of it to going on without waiting any longer for its end, or for that of its output. */
    private static final Duration LEFTOVER = Duration.ofSeconds(1);
    /** Exit status after SIGHUP, SIGINT and SIGTERM, with which terminals and service managers end a whole group of processes. */
    private static final Set<Integer> TOLD_TO_END = Set.of(128 + 1, 128 + 2, 128 + 15);

    private final ClaimedGroup group;
    private final GuardedShell shell;
    private final Process process;
    private final ProcessIdentity identity;
    private final ConverterOutput output;
    private volatile boolean stopped;
    private volatile boolean killed;

    private ConverterProcess(ClaimedGroup group, GuardedShell shell, Process process, ProcessIdentity identity) {
        this.group = group;
        this.shell = shell;
        this.process = process;
        this.identity = identity;
        this.output = new ConverterOutput(group.groupId(), process);
    }

    /**
     * Starts one that does nothing before {@link #release}, and never does when the service ends before.
     *
     * @param attempt how many times this group was claimed, counted from 1
     * @throws ConversionFailedException when the system cannot start it
     */
    static ConverterProcess start(GuardedShell shell, String command, ClaimedGroup group, int attempt)
            throws ConversionFailedException {
        String token = UUID.randomUUID().toString();
        try {
            Process process = shell.start(command, Map.of("CONTIMG_GROUP_ID", group.groupId(), "CONTIMG_ATTEMPT",
                    Integer.toString(attempt), ProcessIdentity.TOKEN, token));
            return new ConverterProcess(group, shell, process,
                    PROCESSES.identify(process.pid(), token));
        } catch (IOException e) {
            throw new ConversionFailedException("the converter cannot be started: " + e.getMessage(), e);
        }
    }

    /** By which its processes are found, also by the next service. */
    ProcessIdentity identity() {
        return identity;
    }

    /** Lets the command run. */
    void release() {
        Thread thread = new Thread(this::give, "converter input " + group.groupId());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for its end; ends it when it takes too long.
     *
     * @return what it said; null when it was stopped
     * @throws ConversionFailedException when it did not convert the group
     */
    ConverterResult await(Duration timeout) throws ConversionFailedException, InterruptedException {
        boolean ended = process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (ended) {
            endRest();
        } else {
            kill();
        }
        if (stopped) {
            return null;
        }
        output.awaitEnd(LEFTOVER);
        if (!ended) {
            throw new ConversionFailedException(
                    "the converter took longer than " + timeout.toMillis() / 1000.0 + " s and was ended"
                            + output.after());
        }
        int status = process.exitValue();
        if (status == DATA_ERROR) {
            throw ConversionFailedException.forGood(ending(status) + output.after(), null);
        }
        if (status != 0) {
            throw new ConversionFailedException(ending(status) + output.after());
        }
        return output.result();
    }

    /**
     * Ends it, if it still runs, with all that belongs to it: first asks, then kills what is left when it has ended itself, or after 2 s.
     * {@link #await} then returns null.
     */
    void stop() {
        if (process.isAlive()) {
            stopped = true;
            kill();
        }
    }

    /** Whether a signal that asks for the end, and that we did not send, has ended it. */
    boolean wasToldToEnd() {
        return !process.isAlive() && !killed && TOLD_TO_END.contains(process.exitValue());
    }

    private void kill() {
        killed = true;
        // Of a process without a session or, on other systems, without an identity, only what descends from it is found. By the handle,
        // as the process itself would close its output, which has the reason for its slowness.
        List<ProcessHandle> descending = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        descending.forEach(ProcessHandle::destroy);
        PROCESSES.ask(identity);
        try {
            // Only its own end is awaited: of the end of its children the JDK hears a second late.
            if (!process.waitFor(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debugf("The converter of group %s did not end when asked to", group.groupId());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Also those that they started since they were asked to end.
        Stream.concat(process.descendants(), descending.stream()).forEach(ProcessHandle::destroyForcibly);
        endRest();
    }

    private void endRest() {
        if (!PROCESSES.end(identity, LEFTOVER) && PROCESSES.state(identity) == ProcessIdentity.State.RUNNING) {
            LOG.warnf("The converter of group %s was killed and does not end: %s", group.groupId(), identity.text());
        }
    }

    private void give() {
        try {
            shell.release(process, group.paths());
        } catch (IOException notRead) {
            LOG.debugf("The converter of group %s does not read its input: %s", group.groupId(), notRead.getMessage());
        }
    }

    /** The JDK, like a shell, tells the end by a signal as 128 and its number, 1 to 64. */
    private static String ending(int status) {
        return status > 128 && status <= 128 + 64
                ? "the converter was ended by signal " + (status - 128)
                : "the converter ended with exit status " + status;
    }
}

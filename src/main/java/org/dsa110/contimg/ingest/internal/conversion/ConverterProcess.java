package org.dsa110.contimg.ingest.internal.conversion;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/**
 * One run of the converter command on one group. The contract: {@code /bin/sh -c command} gets the group's id as CONTIMG_GROUP_ID in
 * its environment and the paths of its files on standard input, one a line, in the order of their subbands; it need not read them.
 * Exit status 0 means converted, and then the last line on standard output that is not blank is what {@link ConverterResult#parse}
 * reads. What it writes to standard error ends in the error of a conversion that failed.
 *
 * <p>{@link #stop} may be called from any thread; {@link #await} is for one.
 */
final class ConverterProcess {
    private static final Logger LOG = Logger.getLogger(ConverterProcess.class);
    /** From asking a converter to end to killing it. */
    private static final Duration GRACE = Duration.ofSeconds(2);
    /** How long after the end of the converter its output may stay open: something that it left running may hold it. */
    private static final Duration LEFTOVER = Duration.ofSeconds(1);
    /** Exit status after SIGHUP, SIGINT and SIGTERM, with which terminals and service managers end a whole group of processes. */
    private static final Set<Integer> TOLD_TO_END = Set.of(128 + 1, 128 + 2, 128 + 15);

    private final String groupId;
    private final Process process;
    private final LastLine lastLine = new LastLine();
    private final OutputTail errors = new OutputTail();
    private final List<Thread> readers;
    private volatile boolean stopped;
    private volatile boolean killed;

    private ConverterProcess(ClaimedGroup group, Process process) {
        this.groupId = group.groupId();
        this.process = process;
        this.readers = List.of(thread("output", () -> read(process.getInputStream(), lastLine)),
                thread("errors", () -> read(process.getErrorStream(), errors)));
        thread("input", () -> give(group.paths()));
    }

    /** @throws ConversionFailedException when the system cannot start it */
    static ConverterProcess start(String command, ClaimedGroup group) throws ConversionFailedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
        builder.environment().put("CONTIMG_GROUP_ID", group.groupId());
        try {
            return new ConverterProcess(group, builder.start());
        } catch (IOException e) {
            throw new ConversionFailedException("the converter cannot be started: " + e.getMessage(), e);
        }
    }

    /**
     * Waits for its end; ends it when it takes too long.
     *
     * @return what it said; null when it was stopped
     * @throws ConversionFailedException when it did not convert the group
     */
    ConverterResult await(Duration timeout) throws ConversionFailedException, InterruptedException {
        boolean ended = process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (!ended) {
            kill();
        }
        if (stopped) {
            return null;
        }
        for (Thread reader : readers) {
            reader.join(LEFTOVER.toMillis());
        }
        String tail = errors.text();
        if (!tail.isEmpty()) {
            LOG.infof("The converter of group %s said: %s", groupId, tail);
        }
        if (!ended) {
            throw new ConversionFailedException(
                    "the converter took longer than " + timeout.toMillis() / 1000.0 + " s and was ended" + after(tail));
        }
        if (process.exitValue() != 0) {
            throw new ConversionFailedException(ending(process.exitValue()) + after(tail));
        }
        return result(tail);
    }

    private ConverterResult result(String tail) throws ConversionFailedException {
        String line;
        try {
            line = lastLine.text();
        } catch (CharacterCodingException e) {
            throw new ConversionFailedException("the converter's last line is not UTF-8" + after(tail), e);
        }
        if (line.isEmpty()) {
            throw new ConversionFailedException("the converter did not name a measurement set" + after(tail));
        }
        return ConverterResult.parse(line);
    }

    /**
     * Ends it, if it still runs, with what descends from it: first asks, then kills what is left when it has ended itself, or after
     * 2 s. {@link #await} then returns null. A process whose parent has ended before no longer descends from the converter, and is
     * not found.
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
        List<ProcessHandle> running = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        running.forEach(ProcessHandle::destroy);
        try {
            // Only its own end is awaited: of the end of its children the JDK hears a second late.
            if (!process.waitFor(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debugf("The converter of group %s did not end when asked to", groupId);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Also those that they started since they were asked to end.
        Stream.concat(process.descendants(), running.stream()).forEach(ProcessHandle::destroyForcibly);
    }

    private void give(List<String> paths) {
        StringBuilder lines = new StringBuilder();
        paths.forEach(path -> lines.append(path).append('\n'));
        try (OutputStream input = process.getOutputStream()) {
            input.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException notRead) {
            LOG.debugf("The converter of group %s does not read its input: %s", groupId, notRead.getMessage());
        }
    }

    private void read(InputStream stream, OutputStream part) {
        try (stream) {
            stream.transferTo(part);
        } catch (IOException e) {
            LOG.debugf("The output of the converter of group %s broke off: %s", groupId, e.getMessage());
        }
    }

    private Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, "converter " + name + " " + groupId);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The JDK, like a shell, tells the end by a signal as 128 and its number, 1 to 64. */
    private static String ending(int status) {
        return status > 128 && status <= 128 + 64
                ? "the converter was ended by signal " + (status - 128)
                : "the converter ended with exit status " + status;
    }

    private static String after(String tail) {
        return tail.isEmpty() ? "" : ": " + tail;
    }
}

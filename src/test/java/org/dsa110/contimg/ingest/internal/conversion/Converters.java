package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.process.GuardedShell;
import org.dsa110.contimg.rest.Waiting;

/**
 * Converters whose scripts run in a folder.
 *
 * @param shell what starts them
 */
record Converters(Path folder, GuardedShell shell) {
    /** Longer than any of them takes. */
    static final Duration LONG = Duration.ofMinutes(5);
    /** For those that end when they are told to alone. */
    static final Duration SHORT = Duration.ofMillis(500);
    static final ClaimedGroup GROUP = Claimed.group("2026-02-11T15:58:07",
            IntStream.range(0, 16).mapToObj(subband -> "/incoming/file " + subband).toList());
    /** In a script: writes a number to the file pid, which is there as a whole. */
    static final String WRITE = "> new; mv new pid";

    ConverterResult run(String script) throws Exception {
        return start(script).await(LONG);
    }

    ConverterProcess start(String script) throws ConversionFailedException {
        return released("cd '" + folder + "'\n" + script, GROUP);
    }

    /** Returns when the script has made the file pid. */
    ConverterProcess startUpToPid(String script) throws Exception {
        Files.deleteIfExists(folder.resolve("pid"));
        ConverterProcess process = start(script);
        Waiting.until("the script is there", () -> Files.exists(folder.resolve("pid")));
        return process;
    }

    ConverterProcess released(String command, ClaimedGroup group) throws ConversionFailedException {
        ConverterProcess process = ConverterProcess.start(shell, command, group, 2);
        process.release();
        return process;
    }

    /** The process whose number the script wrote to the file pid; empty when it is gone. */
    Optional<ProcessHandle> left() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()));
    }

    static void assertGone(Optional<ProcessHandle> process) throws Exception {
        if (process.isPresent()) {
            process.get().onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertFails(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(ConversionFailedException.class);
    }
}

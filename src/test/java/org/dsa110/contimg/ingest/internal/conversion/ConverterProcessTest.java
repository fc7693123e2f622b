package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConverterProcessTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ClaimedGroup GROUP = new ClaimedGroup("2026-02-11T15:58:07",
            IntStream.range(0, 16).mapToObj(subband -> "/incoming/file " + subband).toList());

    @TempDir
    Path folder;

    @Test
    void getsTheGroupAndThePathsInOrder() throws Exception {
        ConverterResult result = run("""
            printf '%s\\n' "$CONTIMG_GROUP_ID" > got; cat >> got
            echo some words
            echo /ms/whole.ms
            echo
            """);

        assertThat(result).isEqualTo(new ConverterResult("/ms/whole.ms", null, null, null));
        assertThat(Files.readAllLines(folder.resolve("got"))).hasSize(17).startsWith(GROUP.groupId(),
                "/incoming/file 0", "/incoming/file 1").endsWith("/incoming/file 15");
    }

    @Test
    void mayTellItsTimesAsJson() throws Exception {
        assertThat(run("""
            echo '{"ms_path": "/ms/./a.ms/", "load_time": 1.5, "phase_time": null, "write_time": 2, "more": []}'"""))
                .isEqualTo(new ConverterResult("/ms/a.ms", 1.5, null, 2.0));
    }

    @Test
    void needNotEndItsLastLineNorReadItsInput() throws Exception {
        assertThat(run("exec <&-; printf /ms/a.ms").msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void inputThatIsLargerThanAPipeMayStayUnread() throws Exception {
        ClaimedGroup large = new ClaimedGroup("g", List.of("/" + "x".repeat(1_000_000)));

        assertThat(ConverterProcess.start("echo /ms/a.ms", large).await(LONG).msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void mayWriteAnyAmountOfOutput() throws Exception {
        assertThat(run("""
            head -c 30000000 /dev/zero | tr '\\0' 'x'
            head -c 30000000 /dev/zero | tr '\\0' 'e' >&2
            echo; echo /ms/a.ms""").msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void mayLeaveSomethingRunningThatHoldsItsOutput() throws Exception {
        try {
            assertThat(run("sleep 300 & echo $! > pid; echo /ms/a.ms").msPath()).isEqualTo("/ms/a.ms");
        } finally {
            left().ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void anExitStatusFailsWithTheEndOfItsErrors() {
        assertFails(() -> run("echo /ms/a.ms; seq 1 100000 >&2; echo no disk >&2; exit 3"))
                .hasMessageStartingWith("the converter ended with exit status 3: ")
                .hasMessageEndingWith("100000\nno disk")
                .hasMessageMatching("(?s).{4000,4300}");
    }

    @Test
    void aSignalFails() {
        assertFails(() -> run("kill -SEGV $$")).hasMessage("the converter was ended by signal 11");
    }

    @Test
    void aHighExitStatusIsNoSignal() {
        assertFails(() -> run("exit 255")).hasMessage("the converter ended with exit status 255");
        assertFails(() -> run("exit 193")).hasMessage("the converter ended with exit status 193");
    }

    @Test
    void aLastLineThatIsNotUtf8Fails() throws Exception {
        assertFails(() -> run("printf '/ms/\\351t\\351.ms\\n'")).hasMessage("the converter's last line is not UTF-8");
        assertThat(run("printf '\\351\\n/ms/a.ms\\n'").msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void aCommandThatIsNotThereFails() {
        assertFails(() -> run("/no/such/converter"))
                .hasMessageStartingWith("the converter ended with exit status 127: ");
    }

    @Test
    void noOutputFails() {
        assertFails(() -> run("echo; echo ' '")).hasMessage("the converter did not name a measurement set");
    }

    @Test
    void aRelativePathFails() {
        assertFails(() -> run("echo ms/a.ms"))
                .hasMessage("the converter's last line is not the absolute path of a measurement set: ms/a.ms");
    }

    @Test
    void anEndlessLineFails() {
        assertFails(() -> run("head -c 5000000 /dev/zero | tr '\\0' '/'"))
                .hasMessageContaining("not the absolute path");
    }

    @Test
    void brokenJsonFails() {
        assertFails(() -> run("echo '{\"ms_path\": '")).hasMessageContaining("no JSON object: {\"ms_path\":");
        assertFails(() -> run("echo '{\"ms\": \"/a\"}'")).hasMessageContaining("has no ms_path");
        assertFails(() -> run("echo '{\"ms_path\": 7}'")).hasMessageContaining("has no ms_path");
        assertFails(() -> run("echo '{\"ms_path\": \"/a\", \"load_time\": \"fast\"}'"))
                .hasMessageContaining("load_time is no time");
        assertFails(() -> run("echo '{\"ms_path\": \"/a\", \"write_time\": -1}'"))
                .hasMessageContaining("write_time is no time");
    }

    @Test
    void oneThatTakesTooLongIsEndedWithAllItStarted() throws Exception {
        assertFails(() -> start("echo slow >&2; sleep 300 & echo $! > pid; wait").await(Duration.ofMillis(500)))
                .hasMessage("the converter took longer than 0.5 s and was ended: slow");

        assertGone(left());
    }

    @Test
    void stoppingEndsAlsoOneThatDoesNotListen() throws Exception {
        Path ready = folder.resolve("pid");
        ConverterProcess process = start("trap '' TERM; (trap '' TERM; echo $$ > new; mv new pid; "
                + "while :; do sleep 0.1; done); echo /ms/a.ms");
        CompletableFuture<ConverterResult> result = CompletableFuture.supplyAsync(() -> {
            try {
                return process.await(LONG);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (!Files.exists(ready)) {
            Thread.onSpinWait();
        }
        Optional<ProcessHandle> running = left();

        process.stop();

        assertThat(result.get(10, TimeUnit.SECONDS)).isNull();
        assertGone(running);
    }

    /** The JDK notices the end of a process that it did not start itself about a second late. */
    @Test
    void stoppingDoesNotWaitForTheJdkToNoticeTheEndOfChildren() throws Exception {
        ConverterProcess process = start("sleep 300 & echo $! > new; mv new pid; wait");
        while (!Files.exists(folder.resolve("pid"))) {
            Thread.onSpinWait();
        }
        Optional<ProcessHandle> child = left();

        long started = System.nanoTime();
        process.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(800));
        assertGone(child);
    }

    /** The process whose number the script wrote to the file pid; empty when it is gone. */
    private Optional<ProcessHandle> left() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()));
    }

    private static void assertGone(Optional<ProcessHandle> process) throws Exception {
        if (process.isPresent()) {
            process.get().onExit().get(10, TimeUnit.SECONDS);
        }
    }

    private ConverterResult run(String script) throws Exception {
        return start(script).await(LONG);
    }

    private ConverterProcess start(String script) throws ConversionFailedException {
        return ConverterProcess.start("cd '" + folder + "'\n" + script, GROUP);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
            ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(ConversionFailedException.class);
    }
}

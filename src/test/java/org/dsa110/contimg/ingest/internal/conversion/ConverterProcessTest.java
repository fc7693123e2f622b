package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.process.GuardedShell;
import org.dsa110.contimg.ingest.internal.process.ProcessIdentity.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConverterProcessTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ClaimedGroup GROUP = Claimed.group("2026-02-11T15:58:07",
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
        ClaimedGroup large = Claimed.group("g", List.of("/" + "x".repeat(1_000_000)));

        assertThat(released("echo /ms/a.ms", large).await(LONG).msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void mayWriteAnyAmountOfOutput() throws Exception {
        assertThat(run("""
            head -c 30000000 /dev/zero | tr '\\0' 'x'
            head -c 30000000 /dev/zero | tr '\\0' 'e' >&2
            echo; echo /ms/a.ms""").msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void mayWriteHalfAGigabyteOfBytesThatAreNoText() throws Exception {
        assertThat(run("""
            head -c 500000000 /dev/zero; head -c 500000000 /dev/zero >&2
            echo; echo /ms/a.ms""").msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void getsTheNumberOfTheAttempt() throws Exception {
        assertThat(run("echo /ms/$CONTIMG_ATTEMPT.ms").msPath()).isEqualTo("/ms/2.ms");
    }

    @Test
    void getsEachPathByteByByte() throws Exception {
        List<String> paths = IntStream.range(0, 64)
                .mapToObj(last -> "  /é \\n\\0$(x) `y` '\"%s\t" + (char) (0x6c0 + last)
                        + Character.toString(0x1f52d) + "\\ ")
                .toList();
        ConverterProcess process = released("cat > '" + folder + "/got'; echo /ms/a.ms", Claimed.group("g", paths));
        process.await(LONG);

        assertThat(folder.resolve("got")).hasContent(String.join("\n", paths) + "\n");
        assertThat(Files.size(folder.resolve("got"))).isEqualTo(
                (String.join("\n", paths) + "\n").getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void aGroupWithoutFilesGivesAnEmptyInput() throws Exception {
        released("cat > '" + folder + "/got'; echo /ms/a.ms", Claimed.group("g", List.of())).await(LONG);

        assertThat(folder.resolve("got")).isEmptyFile();
    }

    @Test
    void doesNothingBeforeItIsReleased() throws Exception {
        ConverterProcess process = ConverterProcess.start(shell(), "touch '" + folder + "/ran'", GROUP, 1);
        assertThat(process.identity().state()).isEqualTo(State.RUNNING);
        process.stop();
        process.release();

        assertThat(process.await(LONG)).isNull();
        assertThat(process.identity().state()).isEqualTo(State.GONE);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatItLeavesRunningEndsWithIt() throws Exception {
        assertThat(run("sleep 300 & echo $! > pid; echo /ms/a.ms").msPath()).isEqualTo("/ms/a.ms");
        assertGone(left());
        assertFails(() -> run("(trap '' TERM; sleep 301 & echo $! > pid); exit 3"))
                .hasMessage("the converter ended with exit status 3");
        assertGone(left());
    }

    @Test
    void anExitStatusFailsWithTheEndOfItsErrors() {
        assertFails(() -> run("echo at 7 of 9; seq 1 100000 >&2; echo no disk >&2; exit 3"))
                .hasMessageStartingWith("the converter ended with exit status 3, its last line was 'at 7 of 9': ")
                .hasMessageEndingWith("100000\nno disk")
                .hasMessageMatching("(?s).{4000,4300}");
    }

    @Test
    void aSignalFails() {
        assertFails(() -> run("kill -SEGV $$")).hasMessage("the converter was ended by signal 11");
    }

    @Test
    void everyFailureHasTheEndOfWhatItWrote() {
        assertFails(() -> run("echo at 7; echo why >&2; kill -SEGV $$"))
                .hasMessage("the converter was ended by signal 11, its last line was 'at 7': why");
        assertFails(() -> start("echo at 7; echo why >&2; exec sleep 300").await(Duration.ofMillis(500)))
                .hasMessage("the converter took longer than 0.5 s and was ended, its last line was 'at 7': why");
        assertFails(() -> run("echo why >&2")).hasMessage("the converter did not name a measurement set: why");
        assertFails(() -> run("echo why >&2; echo '{'"))
                .hasMessage("the converter's last line is no JSON object: {: why");
        assertFails(() -> run("echo why >&2; echo ms/a"))
                .hasMessage("the converter's last line is not the absolute path of a measurement set: ms/a: why");
        assertFails(() -> run("printf '\\351'; printf 'why\\0not' >&2; exit 1"))
                .hasMessage("the converter ended with exit status 1, its last line was '\ufffd': why\ufffdnot");
    }

    @Test
    void anExitStatusSaysWhetherTryingAgainIsOfUse() {
        assertFails(() -> run("exit 65")).hasMessage("the converter ended with exit status 65")
                .matches(failure -> !((ConversionFailedException) failure).retryable());
        for (String ending : List.of("exit 1", "exit 64", "exit 66", "exit 75", "kill -KILL $$", "exit 0")) {
            assertFails(() -> run(ending)).matches(failure -> ((ConversionFailedException) failure).retryable());
        }
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

    @Test
    void slownessEndsAlsoThoseWhoseParentHasEnded() throws Exception {
        assertFails(() -> start("(trap '' TERM; sleep 300 & echo $! > new; mv new pid); exec sleep 301")
                .await(Duration.ofMillis(500))).hasMessageContaining("took longer");

        assertGone(left());
    }

    @Test
    void slownessEndsAlsoOneThatBeganASessionOfItsOwn() throws Exception {
        assertFails(() -> start("(setsid sleep 300 & echo $! > new; mv new pid); exec sleep 301")
                .await(Duration.ofMillis(500))).hasMessageContaining("took longer");

        assertGone(left());
    }

    /** The JDK notices the end of a process that it did not start itself about a second late. One of five stops need not be held up by others. */
    @Test
    void stoppingDoesNotWaitForTheJdkToNoticeTheEndOfChildren() throws Exception {
        Duration shortest = LONG;
        for (int i = 0; i < 5 && shortest.toMillis() >= 800; i++) {
            Files.deleteIfExists(folder.resolve("pid"));
            Duration took = stopOneWithAChild();
            shortest = took.compareTo(shortest) < 0 ? took : shortest;
        }
        assertThat(shortest).isLessThan(Duration.ofMillis(800));
    }

    private Duration stopOneWithAChild() throws Exception {
        ConverterProcess process = start("sleep 300 & echo $! > new; mv new pid; wait");
        while (!Files.exists(folder.resolve("pid"))) {
            Thread.onSpinWait();
        }
        Optional<ProcessHandle> child = left();
        long started = System.nanoTime();
        process.stop();
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        assertGone(child);
        return took;
    }

    /** The process whose number the script wrote to the file pid; empty when it is gone. */
    private Optional<ProcessHandle> left() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()));
    }

    private static void assertGone(Optional<ProcessHandle> process) throws Exception {
        if (process.isPresent()) {
            process.get().onExit().get(60, TimeUnit.SECONDS);
        }
    }

    private ConverterResult run(String script) throws Exception {
        return start(script).await(LONG);
    }

    private ConverterProcess start(String script) throws ConversionFailedException {
        return released("cd '" + folder + "'\n" + script, GROUP);
    }

    private ConverterProcess released(String command, ClaimedGroup group) throws ConversionFailedException {
        ConverterProcess process = ConverterProcess.start(shell(), command, group, 2);
        process.release();
        return process;
    }

    /** What starts the converters of these tests. */
    GuardedShell shell() {
        return GuardedShell.ofThisSystem();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
            ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(ConversionFailedException.class);
    }
}

package org.dsa110.contimg.ingest.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.dsa110.contimg.ingest.internal.process.ProcessIdentity.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real commands under a guard. That the pipe ends stands for the end of the service here; an IT kills a real one. */
@Timeout(60)
class GuardedShellTest {
    /** Many in number, and each would stay: one ignores signals, one has no parent, one has a process group of its own. */
    private static final String MANY = """
        trap '' TERM HUP INT
        (trap '' TERM; sleep 300 & echo $! >> "$DIR/pids")
        timeout 300 sleep 301 & echo $! >> "$DIR/pids"
        sleep 302 & echo $! >> "$DIR/pids"
        echo $$ >> "$DIR/pids"
        mv "$DIR/pids" "$DIR/ready"
        while :; do wait; sleep 1; done
        """;

    private final GuardedShell shell = GuardedShell.ofThisSystem();
    private final List<ProcessIdentity> started = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void assumeSessions() {
        assumeTrue(shell.guards(), "there is no setsid");
    }

    @AfterEach
    void endAll() {
        started.forEach(identity -> assertThat(identity.end(Duration.ofSeconds(10))).isTrue());
    }

    @Test
    void theFirstProcessBeginsASession() throws Exception {
        Process process = released("cut -d' ' -f5,6 /proc/self/stat");
        assertThat(output(process)).isEqualTo(process.pid() + " " + process.pid());
    }

    @Test
    void thePipesEndBeforeTheReleaseEndsItWithoutHavingRun() throws Exception {
        for (String input : List.of("", "1", "2\n/a\n", "1\n/a")) {
            Process process = start("touch \"$DIR/ran\"");
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            process.waitFor();
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void thePipesEndKillsTheWholeSession() throws Exception {
        Process process = released(MANY);
        List<ProcessHandle> many = many();
        process.getOutputStream().close();

        for (ProcessHandle each : many) {
            each.onExit().get(20, TimeUnit.SECONDS);
        }
        assertThat(process.waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void theEndOfTheFirstGuardKillsTheWholeSession() throws Exception {
        Process process = released(MANY);
        List<ProcessHandle> many = many();
        process.destroyForcibly();

        for (ProcessHandle each : many) {
            each.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aServiceThatKnowsItsTextEndsTheWholeSession() throws Exception {
        Process process = released(MANY);
        many();
        ProcessIdentity identity = ProcessIdentity.parse(started.get(0).text()).orElseThrow();
        assertThat(identity.state()).isEqualTo(State.RUNNING);

        assertThat(identity.end(Duration.ofSeconds(30))).isTrue();
        assertThat(process.waitFor()).isEqualTo(128 + 9);
        assertThat(identity.state()).isEqualTo(State.GONE);
        assertThat(identity.end(Duration.ZERO)).isTrue();
    }

    /** Not even one that has ended and waits for somebody to ask for its status. */
    @Test
    void atItsEndNoProcessIsLeft() throws Exception {
        for (int i = 0; i < 20; i++) {
            Process process = released("cat > /dev/null; exit 7");
            assertThat(process.waitFor()).isEqualTo(7);
            assertThat(new ProcessTable(Path.of("/proc"), LockSupport::parkNanos).all())
                    .noneMatch(left -> left.session() == process.pid());
        }
    }

    @Test
    void theGuardsStayWhenTheCommandSignalsItsGroup() throws Exception {
        for (String signal : List.of("HUP", "INT", "QUIT", "ALRM", "TERM", "USR1", "USR2")) {
            Process process = released("trap '' " + signal + "; kill -" + signal + " 0; echo on; exit 7");
            assertThat(output(process)).isEqualTo("on");
            assertThat(process.waitFor()).isEqualTo(7);
        }
    }

    private static boolean isIgnoredHere(String signal) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst().orElseThrow().substring("SigIgn:".length()).strip();
        return (Long.parseUnsignedLong(mask,
                16) >> List.of("", "HUP", "INT", "QUIT", "", "", "", "", "", "", "USR1", "", "USR2",
                        "PIPE", "ALRM", "TERM").indexOf(signal) - 1
                & 1) == 1;
    }

    @Test
    void theCommandIgnoresNoSignals() throws Exception {
        for (String signal : List.of("HUP", "INT", "PIPE", "ALRM", "TERM", "USR1", "USR2")) {
            // What this process was told to ignore, as by nohup, its children ignore too, and no shell can undo that.
            if (isIgnoredHere(signal)) {
                continue;
            }
            Process process = released("kill -" + signal + " $$; sleep 300");
            assertThat(process.waitFor()).isEqualTo(
                    128 + List
                            .of("", "HUP", "INT", "QUIT", "", "", "", "", "", "", "USR1", "", "USR2", "PIPE", "ALRM",
                                    "TERM")
                            .indexOf(signal));
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
        }
    }

    @Test
    void theCommandHasNoneOfTheGuardsFiles() throws Exception {
        assertThat(output(released("for fd in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$fd ] && echo $fd; done; echo none")))
                .isEqualTo("none");
    }

    private Process start(String command) throws IOException {
        String token = UUID.randomUUID().toString();
        Process process = shell.start(command, Map.of(ProcessIdentity.TOKEN, token, "DIR", folder.toString()));
        started.add(LocalProcesses.ofThisHost().identify(process.pid(), token));
        return process;
    }

    private Process released(String command) throws IOException {
        Process process = start(command);
        shell.release(process, List.of("/a"));
        return process;
    }

    private List<ProcessHandle> many() throws IOException {
        Path ready = folder.resolve("ready");
        while (!Files.exists(ready)) {
            Thread.onSpinWait();
        }
        List<ProcessHandle> many = Files.readAllLines(ready).stream()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow()).toList();
        assertThat(many).hasSize(4);
        return many;
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}

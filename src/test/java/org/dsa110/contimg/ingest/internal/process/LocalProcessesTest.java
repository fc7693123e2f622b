package org.dsa110.contimg.ingest.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.dsa110.contimg.ingest.internal.process.ProcessIdentity.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which processes are taken for those of a command, on tables of processes that are made up as {@code /proc} has them. */
class LocalProcessesTest {
    private static final String TOKEN = "4fa2f3a6-0001";
    private static final ProcessIdentity IDENTITY = new ProcessIdentity("telescope", "boot-1", "pid:[1]", 100, 5000,
            TOKEN);

    @TempDir
    Path proc;

    @BeforeEach
    void makeMachine() throws IOException {
        write("sys/kernel/hostname", "telescope\n");
        write("sys/kernel/random/boot_id", "boot-1\n");
        Files.createDirectories(proc.resolve("self/ns"));
        Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of("pid:[1]"));
        write("self/stat", "");
        process(1, 'S', 1, 1, 0, "");
        process(90, 'S', 90, 90, 4000, "");
    }

    @Test
    void withoutProcessesItIsGone() {
        assertThat(state(IDENTITY)).isEqualTo(State.GONE);
    }

    @Test
    void itRunsAsLongAsItsFirstProcess() throws IOException {
        process(100, 'S', 90, 90, 5000, "");
        assertThat(state(IDENTITY)).isEqualTo(State.RUNNING);
    }

    @Test
    void itRunsAsLongAsAProcessOfItsSession() throws IOException {
        process(100, 'Z', 100, 100, 5000, "");
        assertThat(state(IDENTITY)).isEqualTo(State.GONE);
        process(103, 'D', 102, 100, 5002, "");
        assertThat(state(IDENTITY)).isEqualTo(State.RUNNING);
    }

    @Test
    void itRunsAsLongAsAProcessWithItsToken() throws IOException {
        process(104, 'S', 104, 104, 5002, "A=1\0" + ProcessIdentity.TOKEN + "=" + TOKEN + "\0B=2\0");
        assertThat(state(IDENTITY)).isEqualTo(State.RUNNING);
        process(104, 'S', 104, 104, 5002, "A=1\0" + ProcessIdentity.TOKEN + "=" + TOKEN + "1\0B=2\0");
        assertThat(state(IDENTITY)).isEqualTo(State.GONE);
    }

    /** The kernel gives a program its variables last, when its old ones are gone already. */
    @Test
    void whatIsJustBecomingAnotherProgramIsLookedAtAgain() throws IOException {
        process(105, 'R', 102, 100, 5003, "");
        AtomicInteger waits = new AtomicInteger();
        assertThat(state(IDENTITY, proc, () -> {
            if (waits.incrementAndGet() == 2) {
                write("105/environ", ProcessIdentity.TOKEN + "=" + TOKEN + "\0");
            }
        })).isEqualTo(State.RUNNING);
        write("105/environ", "");
        assertThat(state(IDENTITY, proc, waits::incrementAndGet)).as("one that has none").isEqualTo(State.GONE);
        assertThat(waits).hasValueLessThan(50);
        assertThat(state(IDENTITY, proc, () -> write("105/stat", "105 (a name) Z 1 102 100\n"))).isEqualTo(State.GONE);
    }

    @Test
    void aNumberThatWasGivenAgainIsNotTakenForIt() throws IOException {
        process(100, 'S', 100, 100, 7000, ProcessIdentity.TOKEN + "=another\0");
        process(105, 'S', 100, 100, 7001, "");
        assertThat(state(IDENTITY)).isEqualTo(State.GONE);
    }

    @Test
    void nothingOutlivesAStartOfTheMachine() throws IOException {
        process(100, 'S', 100, 100, 5000, "");
        assertThat(state(new ProcessIdentity("telescope", "boot-0", "pid:[1]", 100, 5000, TOKEN)))
                .isEqualTo(State.GONE);
    }

    @Test
    void ofAnotherMachineNothingIsKnown() {
        assertThat(state(new ProcessIdentity("other", "boot-0", "pid:[1]", 100, 5000, TOKEN)))
                .isEqualTo(State.UNKNOWN);
        assertThat(state(new ProcessIdentity("other", "", "pid:[1]", 100, 5000, TOKEN))).isEqualTo(State.UNKNOWN);
    }

    @Test
    void ofAnotherContainerOnlyWhatIsSeenIsKnown() throws IOException {
        ProcessIdentity elsewhere = new ProcessIdentity("c0ffee", "boot-1", "pid:[2]", 2, 5000, TOKEN);
        process(2, 'S', 2, 2, 5000, "");
        assertThat(state(elsewhere)).isEqualTo(State.UNKNOWN);
        process(110, 'S', 110, 110, 5001, ProcessIdentity.TOKEN + "=" + TOKEN + "\0");
        assertThat(state(elsewhere)).isEqualTo(State.RUNNING);
    }

    /** As in a unit of systemd that sees processes only. */
    @Test
    void whereTheBootIsUnknownTheTokenTells() throws IOException {
        Files.delete(proc.resolve("sys/kernel/random/boot_id"));
        ProcessIdentity unknown = new ProcessIdentity("telescope", "", "pid:[1]", 100, 5000, TOKEN);
        process(100, 'S', 100, 100, 5000, ProcessIdentity.TOKEN + "=another\0");
        assertThat(state(unknown)).isEqualTo(State.GONE);
        process(100, 'S', 100, 100, 5000, ProcessIdentity.TOKEN + "=" + TOKEN + "\0");
        assertThat(state(unknown)).isEqualTo(State.RUNNING);
    }

    @Test
    void aSystemWithoutATableKnowsNothing() {
        assertThat(state(IDENTITY, proc.resolve("none"), () -> {
        })).isEqualTo(State.UNKNOWN);
    }

    @Test
    void theTextSaysItAll() {
        assertThat(ProcessIdentity.parse(IDENTITY.text())).contains(IDENTITY);
        ProcessIdentity little = new ProcessIdentity("", "", "", 1, 0, "t");
        assertThat(ProcessIdentity.parse(little.text())).contains(little);
        assertThat(ProcessIdentity.parse("")).isEmpty();
        assertThat(ProcessIdentity.parse(IDENTITY.text().replace("100", "x"))).isEmpty();
    }

    private State state(ProcessIdentity identity) {
        return state(identity, proc, () -> {
        });
    }

    /** @param meanwhile what happens whenever it waits */
    private static State state(ProcessIdentity identity, Path proc, Runnable meanwhile) {
        return new LocalProcesses(proc, nanos -> meanwhile.run()).state(identity);
    }

    private void process(long pid, char state, long group, long session, long start, String environment) {
        write(pid + "/stat", pid + " (a name) " + state + " 1 " + group + " " + session
                + " 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 " + start + " 4112384 200 0\n");
        write(pid + "/environ", environment);
    }

    private void write(String file, String text) {
        Path path = proc.resolve(file);
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

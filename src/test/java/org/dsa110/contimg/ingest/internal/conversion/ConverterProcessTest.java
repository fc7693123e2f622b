package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.process.GuardedShell;
import org.dsa110.contimg.ingest.internal.process.ProcessIdentity.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a converter is given, and what it may answer. */
@Timeout(300)
class ConverterProcessTest {
    @TempDir
    Path folder;

    @Test
    void getsTheGroupAndThePathsInOrder() throws Exception {
        ConverterResult result = converters().run("""
            printf '%s\\n' "$CONTIMG_GROUP_ID" > got; cat >> got
            echo some words
            echo /ms/whole.ms
            echo
            """);

        assertThat(result).isEqualTo(new ConverterResult("/ms/whole.ms", null, null, null));
        assertThat(Files.readAllLines(folder.resolve("got"))).hasSize(17).startsWith(Converters.GROUP.groupId(),
                "/incoming/file 0", "/incoming/file 1").endsWith("/incoming/file 15");
    }

    @Test
    void mayTellItsTimesAsJson() throws Exception {
        assertThat(converters().run("""
            echo '{"ms_path": "/ms/./a.ms/", "load_time": 1.5, "phase_time": null, "write_time": 2, "more": []}'"""))
                .isEqualTo(new ConverterResult("/ms/a.ms", 1.5, null, 2.0));
    }

    @Test
    void needNotEndItsLastLineNorReadItsInput() throws Exception {
        assertThat(converters().run("exec <&-; printf /ms/a.ms").msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void inputThatIsLargerThanAPipeMayStayUnread() throws Exception {
        ClaimedGroup large = Claimed.group("g", List.of("/" + "x".repeat(1_000_000)));

        assertThat(converters().released("echo /ms/a.ms", large).await(Converters.LONG).msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void mayWriteAnyAmountOfOutput() throws Exception {
        assertThat(converters().run("""
            head -c 30000000 /dev/zero | tr '\\0' 'x'
            head -c 30000000 /dev/zero | tr '\\0' 'e' >&2
            echo; echo /ms/a.ms""").msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void mayWriteHalfAGigabyteOfBytesThatAreNoText() throws Exception {
        assertThat(converters().run("""
            head -c 500000000 /dev/zero; head -c 500000000 /dev/zero >&2
            echo; echo /ms/a.ms""").msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void getsTheNumberOfTheAttempt() throws Exception {
        assertThat(converters().run("echo /ms/$CONTIMG_ATTEMPT.ms").msPath()).isEqualTo("/ms/2.ms");
    }

    @Test
    void getsEachPathByteByByte() throws Exception {
        List<String> paths = IntStream.range(0, 64)
                .mapToObj(last -> "  /é \\n\\0$(x) `y` '\"%s\t" + (char) (0x6c0 + last)
                        + Character.toString(0x1f52d) + "\\ ")
                .toList();
        ConverterProcess process = converters().released("cat > '" + folder + "/got'; echo /ms/a.ms",
                Claimed.group("g", paths));
        process.await(Converters.LONG);

        assertThat(folder.resolve("got")).hasContent(String.join("\n", paths) + "\n");
        assertThat(Files.size(folder.resolve("got"))).isEqualTo(
                (String.join("\n", paths) + "\n").getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void aGroupWithoutFilesGivesAnEmptyInput() throws Exception {
        converters().released("cat > '" + folder + "/got'; echo /ms/a.ms", Claimed.group("g", List.of()))
                .await(Converters.LONG);

        assertThat(folder.resolve("got")).isEmptyFile();
    }

    @Test
    void doesNothingBeforeItIsReleased() throws Exception {
        ConverterProcess process = ConverterProcess.start(shell(), "touch '" + folder + "/ran'", Converters.GROUP, 1);
        assertThat(process.identity().state()).isEqualTo(State.RUNNING);
        process.stop();
        process.release();

        assertThat(process.await(Converters.LONG)).isNull();
        assertThat(process.identity().state()).isEqualTo(State.GONE);
        assertThat(folder).isEmptyDirectory();
    }

    private Converters converters() {
        return new Converters(folder, shell());
    }

    /** What starts the converters of these tests. */
    GuardedShell shell() {
        return GuardedShell.ofThisSystem();
    }
}

package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulateCommandTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00.5Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Map<String, String> environment = Map.of();

    @Test
    void withoutOptionsItMakesOneObservationNowInTheIncomingFolder() throws IOException {
        Path incoming = folder.resolve("deep/incoming");
        environment = Map.of("CONTIMG_INGEST_INCOMING_DIR", incoming.toString());
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("--start 2026-03-01T12:00:00").contains("--seed ")
                .contains("Observation 2026-03-01T12:00:00: 16 files");
        assertThat(count(incoming)).isEqualTo(16);
    }

    @Test
    void aSecondRunGoesOnWhereTheFirstEnded() throws IOException {
        assertThat(run("--target", folder.toString(), "--observations", "2", "--seed", "3")).isZero();
        assertThat(run("--target", folder.toString(), "--observations", "2", "--seed", "3")).isZero();
        assertThat(count(folder)).isEqualTo(64);
    }

    @Test
    void whatItPrintsMakesItAgain() throws IOException {
        assertThat(run("--target", folder.resolve("a").toString())).isZero();
        String seed = out.toString().replaceAll("(?s).*--seed (-?\\d+).*", "$1");
        assertThat(run("--target", folder.resolve("b").toString(), "--seed", seed, "--start", "2026-03-01T12:00:00Z"))
                .isZero();
        try (Stream<Path> files = Files.list(folder.resolve("a"))) {
            assertThat(files).hasSize(16).allSatisfy(
                    file -> assertThat(folder.resolve("b").resolve(file.getFileName())).hasSameBinaryContentAs(file));
        }
    }

    @Test
    void aRecordingIsReplayed() throws IOException {
        Path csv = Files.writeString(folder.resolve("recorded.csv"), "2026-02-11T15:58:07,12\n");
        assertThat(run("--target", folder.resolve("a").toString(), "--timestamps", csv.toString())).isZero();
        assertThat(count(folder.resolve("a"))).isEqualTo(12);
        assertThat(out.toString()).contains("Writing 12 files, observations: 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        --observations 0                  | --observations is 0, but must be at least 1.
        --observations -3                 | --observations is -3, but must be at least 1.
        --observations some               | Invalid value for option '--observations'
        --observations 2 --forever        | --observations and --forever exclude each other.
        --interval soon                   | 'soon' is not a length of time such as 20s, 5m or PT5M9S
        --interval -5s                    | '-5s' is not a length of time
        --start yesterday                 | --start yesterday is not a time such as 2026-02-11T15:58:07.
        --start 2026-02-30T00:00:00       | --start 2026-02-30T00:00:00 is not a time
        --seed x                          | Invalid value for option '--seed'
        --timestamps none.csv             | --timestamps none.csv is not a file.
        --timestamps none.csv --forever   | --timestamps goes only with --target and --seed.
        --timestamps pom.xml              | --timestamps: pom.xml line 1 is not a timestamp and a number of files.
        --colour blue                     | Unknown option
        """)
    void aBadOptionIsNamedAndNothingIsWritten(String options, String sentence) {
        assertThat(run(("--target " + folder.resolve("a") + " " + options.strip()).split(" +"))).isEqualTo(2);
        assertThat(err.toString()).contains(sentence);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void withoutAFolderItSaysHowToGiveOne() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString())
                .contains("Say where the files go: --target DIR, or set CONTIMG_INGEST_INCOMING_DIR.");
    }

    @Test
    void aTargetThatIsAFileIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(run("--target", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is not a folder");
    }

    @Test
    void anEmptyTargetIsRefused() {
        assertThat(run("--target", "")).isEqualTo(2);
        assertThat(err.toString()).contains("--target is empty.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp,subband_files\n", "", "2026-02-11T15:58:07,0\n"})
    void aRecordingWithoutFilesIsRefused(String content) throws IOException {
        Path csv = Files.writeString(folder.resolve("recorded.csv"), content);
        assertThat(run("--target", folder.resolve("a").toString(), "--timestamps", csv.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--timestamps " + csv + " has no files to write.");
    }

    @Test
    void troubleWithFilesIsOneSentence() throws IOException {
        String[] again = {"simulate", "--target", folder.toString(), "--seed", "1", "--start", "2026-03-01T12:00:00"};
        assertThat(runProgram(again)).isZero();

        assertThat(runProgram(again)).isEqualTo(1);
        assertThat(err.toString()).matches("contimg-db: \\S+\\.hdf5: it is already there, and is not overwritten\\R");

        err.getBuffer().setLength(0);
        assertThat(runProgram("simulate", "--target", "/proc/foo")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("contimg-db: /proc/foo: there is no such file or folder" + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({"20s,PT20S", "5m,PT5M", "1m30s,PT1M30S", "0,PT0S", "0.5,PT0.5S", "PT5M9S,PT5M9S", "2h,PT2H"})
    void intervalsAreReadAsPeopleWriteThem(String text, Duration length) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(length);
    }

    @Test
    void helpSaysWhatItDoes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--observations", "--interval", "--target", "--seed", "--start",
                "--timestamps", "--forever");
    }

    private int run(String... arguments) {
        return new CommandLine(new SimulateCommand(CLOCK, name -> environment.get(name)))
                .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    private int runProgram(String... arguments) {
        return ContimgDb.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}

package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.ingest.internal.conversion.Converters.assertFails;

import java.nio.file.Path;
import java.util.List;

import org.dsa110.contimg.ingest.internal.process.GuardedShell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a converter that did not convert its group. */
@Timeout(300)
class ConverterFailuresTest {
    @TempDir
    Path folder;

    @Test
    void anExitStatusFailsWithTheEndOfItsErrors() {
        assertFails(() -> converters().run("echo at 7 of 9; seq 1 100000 >&2; echo no disk >&2; exit 3"))
                .hasMessageStartingWith("the converter ended with exit status 3, its last line was 'at 7 of 9': ")
                .hasMessageEndingWith("100000\nno disk")
                .hasMessageMatching("(?s).{4000,4300}");
    }

    @Test
    void aSignalFails() {
        assertFails(() -> converters().run("kill -SEGV $$")).hasMessage("the converter was ended by signal 11");
    }

    @Test
    void everyFailureHasTheEndOfWhatItWrote() {
        assertFails(() -> converters().run("echo at 7; echo why >&2; kill -SEGV $$"))
                .hasMessage("the converter was ended by signal 11, its last line was 'at 7': why");
        assertFails(() -> converters()
                .startUpToPid("echo at 7; echo why >&2; echo $$ " + Converters.WRITE + "; exec sleep 300")
                .await(Converters.SHORT))
                .hasMessage("the converter took longer than 0.5 s and was ended, its last line was 'at 7': why");
        assertFails(() -> converters().run("echo why >&2"))
                .hasMessage("the converter did not name a measurement set: why");
        assertFails(() -> converters().run("echo why >&2; echo '{'"))
                .hasMessage("the converter's last line is no JSON object: {: why");
        assertFails(() -> converters().run("echo why >&2; echo ms/a"))
                .hasMessage("the converter's last line is not the absolute path of a measurement set: ms/a: why");
        assertFails(() -> converters().run("printf '\\351'; printf 'why\\0not' >&2; exit 1"))
                .hasMessage("the converter ended with exit status 1, its last line was '\ufffd': why\ufffdnot");
    }

    @Test
    void anExitStatusSaysWhetherTryingAgainIsOfUse() {
        assertFails(() -> converters().run("exit 65")).hasMessage("the converter ended with exit status 65")
                .matches(failure -> !((ConversionFailedException) failure).retryable());
        for (String ending : List.of("exit 1", "exit 64", "exit 66", "exit 75", "kill -KILL $$", "exit 0")) {
            assertFails(() -> converters().run(ending))
                    .matches(failure -> ((ConversionFailedException) failure).retryable());
        }
    }

    @Test
    void aHighExitStatusIsNoSignal() {
        assertFails(() -> converters().run("exit 255")).hasMessage("the converter ended with exit status 255");
        assertFails(() -> converters().run("exit 193")).hasMessage("the converter ended with exit status 193");
    }

    @Test
    void aLastLineThatIsNotUtf8Fails() throws Exception {
        assertFails(() -> converters().run("printf '/ms/\\351t\\351.ms\\n'"))
                .hasMessage("the converter's last line is not UTF-8");
        assertThat(converters().run("printf '\\351\\n/ms/a.ms\\n'").msPath()).isEqualTo("/ms/a.ms");
    }

    @Test
    void aCommandThatIsNotThereFails() {
        assertFails(() -> converters().run("/no/such/converter"))
                .hasMessageStartingWith("the converter ended with exit status 127: ");
    }

    @Test
    void noOutputFails() {
        assertFails(() -> converters().run("echo; echo ' '"))
                .hasMessage("the converter did not name a measurement set");
    }

    @Test
    void aRelativePathFails() {
        assertFails(() -> converters().run("echo ms/a.ms"))
                .hasMessage("the converter's last line is not the absolute path of a measurement set: ms/a.ms");
    }

    @Test
    void anEndlessLineFails() {
        assertFails(() -> converters().run("head -c 5000000 /dev/zero | tr '\\0' '/'"))
                .hasMessageContaining("not the absolute path");
    }

    @Test
    void brokenJsonFails() {
        assertFails(() -> converters().run("echo '{\"ms_path\": '"))
                .hasMessageContaining("no JSON object: {\"ms_path\":");
        assertFails(() -> converters().run("echo '{\"ms\": \"/a\"}'")).hasMessageContaining("has no ms_path");
        assertFails(() -> converters().run("echo '{\"ms_path\": 7}'")).hasMessageContaining("has no ms_path");
        assertFails(() -> converters().run("echo '{\"ms_path\": \"/a\", \"load_time\": \"fast\"}'"))
                .hasMessageContaining("load_time is no time");
        assertFails(() -> converters().run("echo '{\"ms_path\": \"/a\", \"write_time\": -1}'"))
                .hasMessageContaining("write_time is no time");
    }

    private Converters converters() {
        return new Converters(folder, shell());
    }

    /** What starts the converters of these tests. */
    GuardedShell shell() {
        return GuardedShell.ofThisSystem();
    }
}

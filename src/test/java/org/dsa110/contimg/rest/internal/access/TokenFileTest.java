package org.dsa110.contimg.rest.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.dsa110.contimg.NamedPipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFileTest {
    @TempDir
    Path folder;

    @Test
    void linesAreTokensAndCommentsAndBlank() throws Exception {
        AccessToken a = AccessToken.of("a", Role.READ, "x");
        AccessToken b = AccessToken.of("a", Role.OPERATE, "y");
        Path file = Files.writeString(folder.resolve("tokens"),
                "# ours\n\n" + a.line() + "\n  a\toperate   " + b.hash() + "  \r\n # b read\n");
        assertThat(new TokenFile(file).read()).containsExactly(a, b);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a read | , line 1: a line has a name, a role and a hash",
            "a read HASH today | , line 1: a line has a name, a role and a hash",
            "# a\\n\\na admin HASH | , line 3: a role is read, write or operate, not admin",
            "a/b read HASH | , line 1: a name has 1 to 64 letters, digits and . _ @ -",
            "a read 12 | , line 1: a hash has 64 hexadecimal digits in lower case"})
    void whatIsWrongIsNamed(String content, String wrong) throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"),
                content.replace("\\n", "\n").replace("HASH", AccessToken.hash("x")));
        assertThatThrownBy(() -> new TokenFile(file).read())
                .hasMessage(file + wrong);
    }

    /** By processes and not by threads, as commands are. */
    @Test
    void changesAtTheSameTimeLoseNothing() throws Exception {
        Path file = folder.resolve("tokens");
        List<Process> commands = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            commands.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    System.getProperty("java.class.path"), Adding.class.getName(), file.toString(), "n" + i)
                    .inheritIO().start());
        }
        for (Process command : commands) {
            assertThat(command.waitFor()).isZero();
        }
        assertThat(new TokenFile(file).read()).extracting(AccessToken::name)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 4).boxed()
                        .flatMap(i -> Collections.nCopies(Adding.TIMES, "n" + i).stream()).toList());
    }

    /** A program that adds tokens of a name to a file, one after the other. */
    static final class Adding {
        static final int TIMES = 25;

        public static void main(String... arguments) throws Exception {
            for (int i = 0; i < TIMES; i++) {
                new TokenFile(Path.of(arguments[0])).add(AccessToken.of(arguments[1], Role.READ, arguments[1] + i));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"rw-rw----", "rw----rw-", "rw-r---w-"})
    void aFileThatOthersCanWriteIsNotUsed(String permissions) throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"), AccessToken.of("a", Role.READ, "x").line());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(() -> new TokenFile(file).read()).hasMessageContaining("can be written by others");
    }

    @Test
    @Timeout(60)
    void aPipeOrADeviceIsNoTokenFile() throws Exception {
        Path pipe = NamedPipe.make(folder.resolve("pipe"));
        Files.setPosixFilePermissions(pipe, PosixFilePermissions.fromString("rw-------"));
        Path device = Files.createSymbolicLink(folder.resolve("device"), Path.of("/dev/zero"));
        for (Path file : new Path[]{pipe, device}) {
            assertThatThrownBy(() -> new TokenFile(file).remove("a"))
                    .hasMessage(file + ": it is a pipe, a socket or a device, not a file");
        }
        assertThatThrownBy(() -> new TokenFile(pipe).read())
                .hasMessage(pipe + ": it is a pipe, a socket or a device, not a file");
    }

    @Test
    void nothingIsLeftBesideAFileThatIsNotThere() throws IOException {
        assertThatThrownBy(() -> new TokenFile(folder.resolve("absent")).remove("a"))
                .isInstanceOf(NoSuchFileException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}

package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TokenCommandTest {
    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void aTokenIsPrintedOnceAndTheFileHasItsHash() throws Exception {
        Path file = folder.resolve("tokens");
        assertThat(run("token", "--name", "ann@host", "--role", "write", "--file", file.toString())).isZero();
        String token = output.toString().strip();
        assertThat(token).matches("contimg_[A-Za-z0-9_-]{43}");
        assertThat(Files.readAllLines(file)).containsExactly("ann@host write " + sha256(token));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void withoutAFileTheLineForItIsPrintedApart() throws Exception {
        assertThat(run("token", "--name", "a", "--role", "read")).isZero();
        assertThat(errors.toString().strip()).isEqualTo("a read " + sha256(output.toString().strip()));
    }

    @Test
    void otherLinesAndThePermissionsStay() throws Exception {
        Path file = folder.resolve("tokens");
        String other = "# ours\n\nb read " + sha256("x") + "\n";
        Files.writeString(file, other);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(run("token", "--name", "a", "--role", "operate", "--file", file.toString())).isZero();
        assertThat(run("token", "--name", "a", "--role", "read", "--file", file.toString())).isZero();
        assertThat(Files.readAllLines(file)).hasSize(5).startsWith(other.split("\n"));
        assertThat(run("token", "--revoke", "a", "--file", file.toString())).isZero();
        assertThat(Files.readString(file)).isEqualTo(other);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r-----");
        assertThat(run("token", "--revoke", "a", "--file", file.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("contimg-db: " + file + " has no token of a");
    }

    @Test
    void aFileThatNoServiceWouldTakeIsTold() throws Exception {
        Path file = folder.resolve("tokens");
        Files.writeString(file, "a read " + sha256("x") + "\nb reader " + sha256("y") + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(run("token", "--name", "c", "--role", "read", "--file", file.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("nothing was added").contains(file + ", line 2: a role is");
        assertThat(output.toString()).as("no token that nobody takes").isEmpty();
        assertThat(Files.readAllLines(file)).hasSize(2);

        assertThat(run("token", "--revoke", "a", "--file", file.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("still let in").contains(file + ", line 1: a role is");
        assertThat(Files.readString(file)).isEqualTo("b reader " + sha256("y") + "\n");

        assertThat(run("token", "--revoke", "b", "--file", file.toString())).isZero();
    }

    @Test
    void aLinkStaysOne() throws Exception {
        Path file = Files.writeString(folder.resolve("real"), "b read " + sha256("x") + "\n");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(run("token", "--name", "a", "--role", "read", "--file", link.toString())).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "token --name a", "token --role read", "token --name a/b --role read",
            "token --name a --role admin", "token --revoke a", "token --revoke a --name b --role read --file x"})
    void wrongOptionsMakeNothing(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(output.toString()).isEmpty();
        assertThat(errors.toString()).isNotEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        assertThat(run("token", "--name", "a", "--role", "read", "--file", folder.resolve("no/tokens").toString()))
                .isEqualTo(1);
        assertThat(errors.toString()).startsWith("contimg-db: ");
        assertThat(output.toString()).isEmpty();
    }

    private int run(String... arguments) {
        CommandLine line = ContimgDb.commandLine();
        return line.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(errors, true)).execute(arguments);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes("UTF-8")));
    }
}

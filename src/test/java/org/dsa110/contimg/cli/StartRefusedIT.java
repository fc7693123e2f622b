package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused at the start, or to a command, is told in one line that names the thing and what to do, and nothing is made. */
class StartRefusedIT {
    private static final int NOBODY = 65534;
    private static final String NOT_HIS = " belongs to root, and the user nobody may not read and write there: let that"
            + " user (chown, chmod), or start the program as another one";

    private static final String ANOTHER = "name another folder by PIPELINE_STATE_DIR, or by the variable of the file";

    @TempDir
    Path folder;

    private Path state;

    @BeforeEach
    void letOthersIn() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        state = folder.resolve("state");
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            refused(Map.of("QUARKUS_HTTP_PORT", port),
                    "quarkus.http.port=" + port + " is taken: another program listens"
                            + " there on 127.0.0.1; end it, or set QUARKUS_HTTP_PORT to another port");
        }
    }

    @Test
    void noPortOfHttpsIsWantedWithoutACertificate() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess service = ServiceProcess.serve(state,
                        Map.of("QUARKUS_HTTP_SSL_PORT", Integer.toString(taken.getLocalPort())))) {
            assertThat(service.stop()).isEqualTo(143);
        }
    }

    @Test
    void aPortThatIsNone() throws Exception {
        refused(Map.of("QUARKUS_HTTP_PORT", "80800"), "quarkus.http.port=80800 is no port: 1 to 65535, or 0 for any");
        refused(Map.of("QUARKUS_HTTP_PORT", "eighty"),
                "quarkus.http.port=eighty cannot be: Expected an integer value, got \"eighty\"");
    }

    @Test
    void aValueThatCannotBe() throws Exception {
        refused(Map.of("CONTIMG_INGEST_WORKERS", "many"),
                "contimg.ingest.workers=many cannot be: Expected an integer value, got \"many\"");
        refused(Map.of("CONTIMG_INGEST_WORKERS", "0"), "contimg.ingest.workers must be greater than or equal to 1");
    }

    @Test
    void aFolderThatIsAFile() throws Exception {
        Files.writeString(state, "a file");
        refused(Map.of(), state + " is a file, not a folder: " + ANOTHER);
        refused(Map.of("PIPELINE_STATE_DIR", state.resolve("a/b").toString()), state
                + " is a file, not a folder, so there cannot be " + state.resolve("a/b") + ": " + ANOTHER);
        refused(Map.of("PIPELINE_STATE_DIR", folder.resolve("other").toString(), "CONTIMG_INGEST_OUTCOME_DIR",
                state.toString()),
                "contimg.ingest.outcome-dir cannot be used: " + state
                        + " is a file, not a folder: name another folder");
    }

    @Test
    void aFolderThatCannotBeMade() throws Exception {
        refused(Map.of("PIPELINE_STATE_DIR", "/proc/nothing/here"), "the folder /proc/nothing/here of the databases"
                + " cannot be made: /proc/nothing: there is no such file or folder");
    }

    @Test
    void foldersAndFilesOfAnotherOwner() throws Exception {
        assumeTrue(ServiceProcess.canStartAs(NOBODY), "programs cannot be started as another user here");
        refusedToNobody(state, state + " is not there, and the user nobody may not make it in " + folder
                + ": make it for that user (mkdir, chown), or " + ANOTHER);
        refusedToNobody(Path.of("/contimg/state"),
                "/contimg/state is not there, and the user nobody may not make it in /"
                        + ": make it for that user (mkdir, chown), or " + ANOTHER);
        Files.createDirectory(state);
        refusedToNobody(state, state + NOT_HIS);
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
        refusedToNobody(state, state + NOT_HIS);
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            service.stop();
        }
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
        refusedToNobody(state, state.resolve("products.sqlite3") + NOT_HIS + "; so it is with 14 more there");
        refusedToNobody(state, state.resolve("products.sqlite3") + NOT_HIS + "; so it is with 14 more there",
                "upgrade");
    }

    @Test
    void whatCommandsWriteInFoldersOfAnotherOwner() throws Exception {
        assumeTrue(ServiceProcess.canStartAs(NOBODY), "programs cannot be started as another user here");
        Path other = Files.createDirectory(folder.resolve("other"));
        refusedToNobody(state, other.resolve("tokens") + " cannot be written: " + other + NOT_HIS, "token", "--name",
                "a", "--role", "read", "--file", other.resolve("tokens").toString());
        refusedToNobody(state, other + NOT_HIS, "simulate", "--target", other.toString(), "--seed", "1");
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            service.stop();
        }
        refusedToNobody(state, "no backup can be made: " + other + NOT_HIS, "backup", "--to", other.toString());
    }

    @Test
    void aFolderForTemporaryFilesOfAnotherOwner() throws Exception {
        assumeTrue(ServiceProcess.canStartAs(NOBODY), "programs cannot be started as another user here");
        Path other = Files.createDirectory(folder.resolve("tmp"));
        Path owned = Files.createDirectory(state);
        Files.setPosixFilePermissions(owned, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ServiceProcess refused = ServiceProcess.startAs(NOBODY, folder, Map.of("PIPELINE_STATE_DIR",
                owned.toString(), "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + other))) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(lines(refused)).as(refused.output()).singleElement().asString().startsWith("contimg-db: ")
                    .contains(other + NOT_HIS);
        }
        assertThat(owned).isEmptyDirectory();
    }

    private void refused(Map<String, String> environment, String why) throws Exception {
        List<String> before = files();
        Map<String, String> all = new HashMap<>(Map.of("PIPELINE_STATE_DIR", state.toString()));
        all.putAll(environment);
        try (ServiceProcess refused = ServiceProcess.start(folder, all)) {
            assertRefused(refused, why);
        }
        assertThat(files()).as("nothing is made").isEqualTo(before);
    }

    private void refusedToNobody(Path databases, String why, String... arguments) throws Exception {
        List<String> before = files();
        try (ServiceProcess refused = ServiceProcess.startAs(NOBODY, folder,
                Map.of("PIPELINE_STATE_DIR", databases.toString()), arguments)) {
            assertRefused(refused, why);
        }
        assertThat(files()).as("nothing is made").isEqualTo(before);
    }

    private static void assertRefused(ServiceProcess refused, String why) throws InterruptedException {
        assertThat(refused.awaitExit()).as(refused.output()).isEqualTo(1);
        assertThat(lines(refused)).as(refused.output()).containsExactly("contimg-db: " + why);
    }

    /** Without what a JVM says of its options and of itself. */
    private static List<String> lines(ServiceProcess program) {
        return program.output().lines().filter(line -> !line.matches("(Picked up |WARNING: ).*")).toList();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}

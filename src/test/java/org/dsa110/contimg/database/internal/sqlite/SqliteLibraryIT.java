package org.dsa110.contimg.database.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite's library comes out of the program, and leaves nothing behind. */
class SqliteLibraryIT {
    @TempDir
    Path folder;

    @Test
    void nothingIsLeftOfItEvenWhenTheServiceIsKilled() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "the driver itself loads the library here");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary))) {
            assertThat(Files.readString(Path.of("/proc/" + service.pid() + "/maps")))
                    .contains(temporary + "/contimg-db-").contains("libsqlitejdbc.so (deleted)");
            service.kill();
        }
        try (Stream<Path> left = Files.walk(temporary)) {
            assertThat(left.filter(path -> path.toString().matches(".*(sqlite|contimg-db-).*"))).isEmpty();
        }
    }
}

package org.dsa110.contimg.ingest.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.faults.SmallDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file of ingest, then that of products, becomes read-only while converters end, with its log, and writable again: nothing else is
 * done. By {@code chattr +i}, as no permission binds root, nor one who has the file open. Skipped where that is not permitted.
 */
class FileReadOnlyIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void whatEndsMeanwhileIsCompletedOnceWhenTheFileIsWritable() throws Exception {
        Path tried = Files.createFile(folder.resolve("tried"));
        assumeTrue(change("+i", Stream.of(tried)) && change("-i", Stream.of(tried)),
                "skipped: a file cannot be made immutable here");
        try (QueueRun run = new QueueRun(folder, QueueRun.seed(FileReadOnlyIT.class), Map.of())) {
            new PassingFault() {
                @Override
                public void begin(Database database) {
                    assertThat(change("+i", written(run, database))).isTrue();
                }

                @Override
                public void end(Database database) {
                    assertThat(change("-i", written(run, database))).isTrue();
                }
            }.comeAndGo(run);
        }
    }

    /** Not what processes share in memory: a write to that would end any of them at once, by SIGBUS. */
    private static Stream<Path> written(QueueRun run, Database database) {
        return run.allOf(database).stream().filter(file -> !file.toString().endsWith("-shm"));
    }

    private static boolean change(String attribute, Stream<Path> files) {
        return SmallDisk.run(Stream.concat(Stream.of("chattr", attribute), files.map(Path::toString))
                .toArray(String[]::new));
    }
}

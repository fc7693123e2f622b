package org.dsa110.contimg.ingest.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.dsa110.contimg.database.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The file of ingest, then that of products, is moved away while converters end, with its log, and put back: nothing else is done. */
class FileMovedAwayIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    /** In the old queue the group stayed in progress for ever. */
    @Test
    void whatEndsMeanwhileIsCompletedOnceWhenTheFileIsBack() throws Exception {
        Path aside = Files.createDirectory(folder.resolve("aside"));
        try (QueueRun run = new QueueRun(folder, QueueRun.seed(FileMovedAwayIT.class), Map.of())) {
            new PassingFault() {
                @Override
                public void begin(Database database) throws IOException {
                    for (Path file : run.allOf(database)) {
                        Files.move(file, aside.resolve(file.getFileName()));
                    }
                }

                @Override
                public void end(Database database) throws IOException {
                    for (Path file : run.allOf(database)) {
                        Files.move(aside.resolve(file.getFileName()), file);
                    }
                }
            }.comeAndGo(run);
        }
    }
}

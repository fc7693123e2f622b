package org.dsa110.contimg.ingest.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.faults.IoFaults;
import org.dsa110.contimg.database.faults.IoFaults.Errno;
import org.dsa110.contimg.database.faults.IoFaults.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the file of ingest, then of that of products, is full while converters end, also for what is kept beside the file, and has space
 * again: nothing else is done. Skipped without a C compiler.
 */
class DiskFilledUpIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void whatEndsMeanwhileIsCompletedOnceWhenThereIsSpace() throws Exception {
        Path control = folder.resolve("control");
        try (QueueRun run = new QueueRun(folder, QueueRun.seed(DiskFilledUpIT.class), IoFaults.environment(control))) {
            IoFaults faults = new IoFaults(control);
            new PassingFault() {
                @Override
                public void begin(Database database) {
                    faults.in(run.file(database)).error(Errno.ENOSPC).arm(Operation.WRITE);
                }

                @Override
                public void end(Database database) {
                    assertThat(faults.failed()).isPositive();
                    faults.disarm();
                }
            }.comeAndGo(run);
        }
    }
}

package org.dsa110.contimg.database.internal.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.internal.ScratchUnits.result;
import static org.dsa110.contimg.database.internal.ScratchUnits.submit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.dsa110.contimg.database.internal.ScratchFile;
import org.dsa110.contimg.database.internal.ScratchUnits;
import org.dsa110.contimg.database.internal.readers.Readers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Reads that are held back, so that the log can begin anew, are let in by the writer. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class HeldReadsTest {
    private static final int RESTART_SIZE = 64 << 10;

    @TempDir
    Path folder;
    private ScratchUnits units;
    private Readers readers;
    private Writer writer;

    @BeforeEach
    void open() throws SQLException {
        units = new ScratchUnits(folder, Map.of("wal.restart-size", "64K"));
        readers = new Readers(units.context());
        readers.start();
        writer = new Writer(units.context(), readers);
        writer.start();
    }

    @AfterEach
    void close() throws InterruptedException {
        readers.letIn();
        readers.close();
        writer.close();
        units.context().storage().close();
    }

    @Test
    void asSoonAsThoseThatRanHaveEndedWithoutAnyFurtherWrite() throws Exception {
        // Sees the file as it is now, so the log grows.
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<List<String>> running = submit(readers::submit, true, connection -> {
            List<String> stored = ScratchFile.stored(connection);
            reading.countDown();
            end.await();
            return stored;
        });
        reading.await();
        for (int i = 0; Files.size(units.file().log()) < RESTART_SIZE; i++) {
            insert("long " + i + "x".repeat(10_000));
        }
        result(submit(writer::submit, false, connection -> {
            ScratchFile.insert(connection, "last");
            readers.holdBack(Duration.ofHours(1));
            return null;
        }));
        CompletableFuture<List<String>> held = submit(readers::submit, true, ScratchFile::stored);
        insert("more");
        assertThat(held).isNotDone();
        assertThat(readers.heldBack()).isTrue();

        end.countDown();
        assertThat(result(running)).isEmpty();

        assertThat(result(held)).contains("last", "more");
        assertThat(readers.heldBack()).isFalse();
    }

    private void insert(String x) throws Exception {
        result(submit(writer::submit, false, connection -> {
            ScratchFile.insert(connection, x);
            return null;
        }));
    }
}

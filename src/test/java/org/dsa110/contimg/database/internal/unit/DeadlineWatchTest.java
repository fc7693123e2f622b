package org.dsa110.contimg.database.internal.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.ScratchFile;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.engine.ReadConnection;
import org.dsa110.contimg.database.internal.engine.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a deadline does to the statement and to the thread of a unit, and that it does it to nothing else. */
class DeadlineWatchTest {
    /** Some seconds. */
    private static final String LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000000) SELECT count(*) FROM n";

    @TempDir
    Path folder;
    private final DeadlineWatch watch = new DeadlineWatch();
    private final Thread thread = new Thread(watch);
    private Storage storage;
    private ReadConnection connection;

    @BeforeEach
    void open() throws Exception {
        storage = new DatabaseSettings(Map.of()).engine().open(new ScratchFile(folder).location(),
                new Meters(new SimpleMeterRegistry(), Tags.empty()));
        connection = storage.openReader();
        thread.start();
    }

    @AfterEach
    void close() throws InterruptedException {
        watch.stop();
        thread.join();
        connection.close();
        storage.close();
    }

    @Test
    void aStatementThatRunsAtTheDeadlineIsInterrupted() {
        DeadlineWatch.Lane lane = watch.lane();
        lane.enter(connection, System.nanoTime());
        Exception failure = runLongStatement();
        assertThat(lane.leave()).isTrue();
        assertThat(failure).hasMessageContaining("SQLITE_INTERRUPT");
        assertThat(Thread.currentThread().isInterrupted()).as("for the next unit").isFalse();
    }

    @Test
    void aUnitThatGoesOnAfterAnInterruptIsInterruptedAgain() {
        DeadlineWatch.Lane lane = watch.lane();
        lane.enter(connection, System.nanoTime());
        List<Exception> failures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            failures.add(runLongStatement());
            failures.add(waitInJava());
        }
        lane.leave();
        assertThat(failures).hasSize(6).doesNotContainNull();
    }

    @Test
    void aUnitWithinItsDeadlineIsLeftAlone() {
        DeadlineWatch.Lane inTime = watch.lane();
        DeadlineWatch.Lane late = watch.lane();
        inTime.enter(connection, System.nanoTime() + Duration.ofHours(1).toNanos());
        late.enter(connection, System.nanoTime());
        Exception failure = waitInJava();
        assertThat(late.leave()).isTrue();
        assertThat(failure).as("the watch has looked at all lanes").isNotNull();
        assertThat(inTime.leave()).isFalse();
    }

    /** Asserts nothing, as an interrupt while classes are loaded could spoil them; and ends by itself when nothing interrupts it. */
    private Exception runLongStatement() {
        try {
            ScratchFile.execute(connection.jdbc(), LONG);
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    private static Exception waitInJava() {
        try {
            new Semaphore(0).tryAcquire(5, TimeUnit.SECONDS);
            return null;
        } catch (InterruptedException e) {
            return e;
        }
    }
}

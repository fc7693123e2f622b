package org.dsa110.contimg.database.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.ScratchFile;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.readers.Readers;
import org.dsa110.contimg.database.internal.sqlite.SqliteConnection.CheckpointMode;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.DeadlineWatch;
import org.dsa110.contimg.database.internal.unit.UnitMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the lock of a file is taken and left to others, and when its log is looked after. */
class SqliteWriteConnectionTest {
    @TempDir
    Path folder;
    private ScratchFile file;
    private SqliteStorage storage;
    private Readers reads;
    private SqliteWriteConnection connection;
    /** As in the service, so that the log stays while the other connection is opened anew. */
    private SqliteConnection anchor;
    /** What the clock of the lock's turns throws once; null when nothing. */
    private Error clockFault;
    /** What the writer waited for others' sake. */
    private long slept;

    @BeforeEach
    void open() throws SQLException, IOException {
        open("2ms");
    }

    /** @param pause how long the lock stays free for other programs; nobody sleeps for it here */
    private void open(String pause) throws SQLException, IOException {
        file = new ScratchFile(Files.createTempDirectory(folder, pause));
        DatabaseSettings settings = new DatabaseSettings(Map.of("lock-timeout", "50ms", "writer.pause", pause));
        SqliteEngine engine = settings.engine();
        Meters meters = new Meters(new SimpleMeterRegistry(), Tags.empty());
        storage = new SqliteStorage(engine, file.location(), meters);
        reads = new Readers(new DatabaseContext(file.location(), engine, storage, settings.config(),
                new DeadlineWatch(), new UnitMetrics(meters, List.of(Database.PRODUCTS)),
                ignored -> (unit, on) -> unit.run(on.jdbc())));
        LockSharing sharing = new LockSharing(settings.sqlite().writer(), storage.metrics(),
                this::nanoTime, nanos -> slept += nanos);
        Checkpoints checkpoints = new Checkpoints(file.location(), reads, settings.sqlite().wal(), storage.metrics(),
                System::nanoTime);
        connection = new SqliteWriteConnection(storage, sharing, checkpoints, engine.openWriter(file.location()),
                () -> false);
        anchor = engine.openReader(file.location());
        anchor.checkpoint(CheckpointMode.LOOK, Duration.ZERO);
    }

    private long nanoTime() {
        if (clockFault != null) {
            Error fault = clockFault;
            clockFault = null;
            throw fault;
        }
        return System.nanoTime() + slept;
    }

    /** The same with a pause that is long beside what happens between two transactions, on however busy a machine. */
    private void openWithALongPause() throws SQLException, IOException {
        close();
        open("10s");
    }

    @AfterEach
    void close() {
        connection.close();
        anchor.close();
        storage.close();
    }

    @Test
    void theLockIsFreeAfterACommitAndAfterARollback() throws SQLException {
        try (Connection other = file.otherProgram()) {
            ScratchFile.execute(other, "PRAGMA busy_timeout = 0");
            begin();
            assertThatThrownBy(() -> ScratchFile.insert(other, "locked out")).hasMessageContaining("SQLITE_BUSY");
            connection.commit();
            ScratchFile.insert(other, "after commit");
            begin();
            connection.rollback();
            ScratchFile.insert(other, "after rollback");
        }
    }

    @Test
    void aCommitThatIsDurableSucceedsThoughTheLocksTurnsCannotBeCounted() throws SQLException {
        begin();
        ScratchFile.insert(connection.jdbc(), "durable");
        clockFault = new LinkageError("no clock");
        connection.commit();
        assertThat(clockFault).as("it was met").isNull();
        assertThat(file.stored()).containsExactly("durable");
        begin();
        connection.commit();
    }

    @Test
    void aFileThatIsTakenAwayBeforeTheCommitGetsNothing() throws Exception {
        Path path = ((Location.File) file.location()).path();
        Path aside = folder.resolve("aside");
        begin();
        ScratchFile.insert(connection.jdbc(), "lost");
        Files.move(path, aside);
        assertThatThrownBy(connection::commit).isInstanceOfSatisfying(DatabaseException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE));
        connection.rollback();
        Files.move(aside, path);
        assertThat(file.stored()).isEmpty();
    }

    @Test
    void whatUndoesAPartOfATransactionLiesInMemoryOnlyWhereThatIsSaid() throws SQLException {
        for (boolean inMemory : new boolean[]{true, false, true, true}) {
            connection.undoFromMemory(inMemory);
            begin();
            assertThat(temporaryStore()).isEqualTo(inMemory ? 2 : 0);
            connection.commit();
        }
        connection.discard();
        begin();
        assertThat(temporaryStore()).as("opened anew").isEqualTo(2);
        connection.commit();
    }

    private int temporaryStore() throws SQLException {
        try (Statement statement = connection.jdbc().createStatement();
                ResultSet row = statement.executeQuery("PRAGMA temp_store")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void aWriteThatAnotherProgramKeepsOutIsRefusedWhenItHasWaitedForTheLockTimeout() throws SQLException {
        try (Connection other = file.otherProgram()) {
            ScratchFile.execute(other, "BEGIN IMMEDIATE");
            assertThatThrownBy(this::begin).isInstanceOfSatisfying(DatabaseException.class,
                    e -> assertThat(e.kind()).isEqualTo(Kind.BUSY));
            assertThat(connection.begin(System.nanoTime(), () -> true)).as("for a caller who went away").isFalse();
            ScratchFile.execute(other, "ROLLBACK");
        }
        begin();
        connection.commit();
    }

    @Test
    void afterWorkOfAnotherProgramTheLockIsFreeForAsLongAsItWasHeld() throws SQLException {
        begin();
        connection.commit();
        try (Connection other = file.otherProgram()) {
            ScratchFile.insert(other, "theirs");
        }
        long held = hold(connection::commit);
        assertThat(waitedToBegin()).as("as another program wrote").isGreaterThan(held / 2);
        connection.commit();
    }

    @Test
    void withoutWorkOfAnotherProgramTheLockIsFreeForTheUsualPause() throws SQLException, IOException {
        openWithALongPause();
        hold(connection::commit);
        assertThat(waitedToBegin()).isBetween(1L, TimeUnit.SECONDS.toNanos(10));
        connection.commit();
    }

    @Test
    void whatWasUndoneHeldTheLockToo() throws SQLException, IOException {
        openWithALongPause();
        hold(connection::rollback);
        assertThat(waitedToBegin()).isPositive();
        connection.rollback();
        hold(connection::discard);
        assertThat(waitedToBegin()).isPositive();
        connection.commit();
    }

    @Test
    void aBatchMayGoOnUntilTheLockWasHeldForLongEnough() {
        hold(() -> assertThat(connection.mayGoOn()).isFalse());
        connection.commit();
    }

    @Test
    void theLogIsLookedAtSoonAfterAWriteAndThenNowAndThenAndAtOnceWhileReadsAreHeldBack() {
        connection.afterBatch();
        assertThat(connection.patience()).isEqualTo(Duration.ofSeconds(1));
        connection.idle();
        assertThat(connection.patience()).isEqualTo(Duration.ofSeconds(5));
        reads.holdBack(Duration.ofHours(1));
        assertThat(connection.patience()).isEqualTo(Duration.ofMillis(2));
        reads.letIn();
        connection.afterBatch();
        assertThat(connection.patience()).isEqualTo(Duration.ofSeconds(1));
    }

    private void begin() {
        assertThat(connection.begin(System.nanoTime(), () -> false)).isTrue();
    }

    /** Holds the lock for a hundred milliseconds at least. */
    private long hold(Runnable end) {
        begin();
        long started = System.nanoTime();
        while (System.nanoTime() - started < TimeUnit.MILLISECONDS.toNanos(100)) {
            Thread.onSpinWait();
        }
        end.run();
        return System.nanoTime() - started;
    }

    private long waitedToBegin() {
        long before = slept;
        begin();
        return slept - before;
    }
}

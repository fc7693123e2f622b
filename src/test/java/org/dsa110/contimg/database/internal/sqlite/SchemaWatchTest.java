package org.dsa110.contimg.database.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.ScratchFile;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.readers.Readers;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.DeadlineWatch;
import org.dsa110.contimg.database.internal.unit.UnitMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer does about a schema that another program may have changed, before it writes and while nobody does. */
class SchemaWatchTest {
    private static final String TABLE = "CREATE TABLE t (x TEXT UNIQUE)";

    @TempDir
    Path folder;
    private ScratchFile file;
    private SqliteEngine engine;
    private SqliteStorage kept;

    private void keep(String... schema) throws SQLException {
        file = new ScratchFile(folder);
        engine = new DatabaseSettings(Map.of()).engine();
        engine.keepSchema(file.location(), Map.of("history", List.of(schema)));
        kept = new SqliteStorage(engine, file.location(), meters());
    }

    private SqliteWriteConnection writer() {
        DatabaseSettings settings = new DatabaseSettings(Map.of());
        Readers reads = new Readers(new DatabaseContext(file.location(), engine, kept, settings.config(),
                new DeadlineWatch(), new UnitMetrics(meters(), List.of(Database.PRODUCTS)),
                ignored -> (unit, on) -> unit.run(on.jdbc())));
        return new SqliteWriteConnection(kept,
                new LockSharing(settings.sqlite().writer(), kept.metrics(), System::nanoTime, LockSupport::parkNanos),
                new Checkpoints(file.location(), reads, settings.sqlite().wal(), kept.metrics(), System::nanoTime),
                engine.openWriter(file.location()), () -> false);
    }

    private static Meters meters() {
        return new Meters(new SimpleMeterRegistry(), Tags.empty());
    }

    /** Here the schema is what finds no room, before the write has begun. */
    @Test
    void aWriteThatCannotBeginOnAFullDiskIsLoggedWithoutATrace() throws Exception {
        keep(TABLE, "CREATE INDEX t_x ON t (x || x)");
        try (Connection other = file.otherProgram()) {
            ScratchFile.execute(other, "DROP INDEX t_x");
            ScratchFile.insert(other, "x".repeat(100_000));
        }
        SqliteWriteConnection writes = writer();
        try (LoggedLines log = new LoggedLines(SqliteWriteConnection.class)) {
            ScratchFile.execute(writes.jdbc(), "PRAGMA max_page_count = 1");
            assertThatThrownBy(() -> writes.begin(System.nanoTime(), () -> false)).isInstanceOfSatisfying(
                    DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FULL));
            assertThat(log.messages()).singleElement().asString().contains("could not begin");
            assertThat(log.traces()).isZero();
        } finally {
            writes.close();
            kept.close();
        }
    }

    /** What is put back may be an index of a large table, which is made by sorting all of it. */
    @Test
    void nothingIsPutBackWithWhatUndoesItInMemory() throws Exception {
        keep(TABLE);
        SqliteWriteConnection writes = writer();
        writes.undoFromMemory(true);
        begin(writes);
        assertThat(temporaryStore(writes)).as("at the first look").isZero();
        writes.commit();
        begin(writes);
        assertThat(temporaryStore(writes)).isEqualTo(2);
        writes.commit();
        try (Connection other = file.otherProgram()) {
            ScratchFile.execute(other, "CREATE TABLE theirs (x)");
            begin(writes);
            assertThat(temporaryStore(writes)).as("when the schema has changed").isZero();
            writes.commit();
            begin(writes);
            writes.commit();
            ScratchFile.execute(other, "DROP TABLE theirs");
        }
        writes.idle();
        assertThat(temporaryStore(writes)).as("in idle time").isZero();
        writes.close();
        kept.close();
    }

    private static int temporaryStore(SqliteWriteConnection writes) throws SQLException {
        try (Statement statement = writes.jdbc().createStatement();
                ResultSet row = statement.executeQuery("PRAGMA temp_store")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void begin(SqliteWriteConnection writes) {
        assertThat(writes.begin(System.nanoTime(), () -> false)).isTrue();
    }

    /** As a look that finds the lock taken is in vain, and reads are refused until one finds the file put right. */
    @Test
    void aFileThatCannotBeServedIsLookedAtAgainSoonThoughNobodyWrites() throws Exception {
        keep(TABLE);
        SqliteWriteConnection writes = writer();
        try (Connection other = file.otherProgram()) {
            writes.idle();
            Duration served = writes.patience();
            ScratchFile.execute(other, "ALTER TABLE t RENAME TO elsewhere");
            writes.idle();
            assertThatThrownBy(kept::check).isInstanceOf(DatabaseException.class);
            assertThat(writes.patience()).isLessThan(served);
            ScratchFile.execute(other, "ALTER TABLE elsewhere RENAME TO t");
            ScratchFile.execute(other, "BEGIN IMMEDIATE");
            writes.idle();
            assertThatThrownBy(kept::check).as("nobody could look").isInstanceOf(DatabaseException.class);
            assertThat(writes.patience()).isLessThan(served);
            ScratchFile.execute(other, "ROLLBACK");
            writes.idle();
            kept.check();
            assertThat(writes.patience()).isEqualTo(served);
        } finally {
            writes.close();
            kept.close();
        }
    }
}

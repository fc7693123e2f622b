package org.dsa110.contimg.ingest.model;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;

/** Runs units of work, of which the next write may fail as it is told. For one thread. */
final class UnitFaults implements UnitExecutor {
    private final UnitExecutor units;
    private Fault next = Fault.NONE;
    private Kind kind;

    /** What becomes of a write. */
    enum Fault {
        /** All goes well. */
        NONE,
        /** It fails before it has done anything. */
        BEFORE,
        /** It fails when it has done all, and is undone. */
        AFTER,
        /** It is done, and nobody hears of it. */
        ANSWER_LOST,
        /** The file gets no larger when it has done all: SQLite undoes the whole transaction, with what shares it. */
        FILE_FULL
    }

    UnitFaults(UnitExecutor units) {
        this.units = units;
    }

    /** @param as how it fails */
    void next(Fault fault, Kind as) {
        next = fault;
        kind = as;
    }

    @Override
    public <T> Uni<T> read(Database database, UnitOfWork<T> work) {
        return units.read(database, work);
    }

    @Override
    public <T> Uni<T> write(Database database, UnitOfWork<T> work) {
        Fault fault = next;
        DatabaseException failure = new DatabaseException(
                fault == Fault.ANSWER_LOST || kind == null ? Kind.UNKNOWN : kind, "a fault of the test: " + fault,
                null);
        next = Fault.NONE;
        return switch (fault) {
            case NONE -> units.write(database, work);
            case BEFORE -> units.write(database, connection -> {
                throw failure;
            });
            case AFTER -> units.write(database, connection -> {
                work.run(connection);
                throw failure;
            });
            case FILE_FULL -> units.write(database, connection -> {
                T done = work.run(connection);
                fill(connection);
                return done;
            });
            case ANSWER_LOST -> units.write(database, work).chain(done -> Uni.createFrom().failure(failure));
        };
    }

    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet pages = statement.executeQuery("PRAGMA page_count")) {
                pages.next();
                limit(connection, pages.getInt(1));
            }
            statement.execute("CREATE TABLE filler AS SELECT zeroblob(10000000) AS filling");
        } finally {
            limit(connection, 1 << 30);
        }
    }

    private static void limit(Connection connection, int pages) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + pages);
        }
    }

    @Override
    public boolean writesWait(Database database) {
        return units.writesWait(database);
    }

    @Override
    public DatabaseException explain(SQLException failure) {
        return units.explain(failure);
    }

    @Override
    public void open(Map<Database, Location> locations) {
        units.open(locations);
    }

    @Override
    public boolean isStopping() {
        return units.isStopping();
    }

    @Override
    public Runnable onStopNotice(Runnable listener) {
        return units.onStopNotice(listener);
    }
}

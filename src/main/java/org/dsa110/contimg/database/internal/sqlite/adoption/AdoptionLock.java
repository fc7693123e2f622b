package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The write lock of a file that is adopted, which another program may hold: it is waited for, and then said to be held. Thread-safe. */
final class AdoptionLock {
    private static final long PAUSE_MILLIS = 10;

    private final Path file;
    private final Duration timeout;

    /** @param timeout how long it is waited for; to begin a transaction SQLite itself waits, as its connection is set to */
    AdoptionLock(Path file, Duration timeout) {
        this.file = file;
        this.timeout = timeout;
    }

    /**
     * Has the file be in WAL mode from now on. SQLite does not wait for the lock that it needs for that.
     *
     * @throws DatabaseException when the lock is not to be had in time, or the file stays in another mode
     */
    void bringToWal(Statement statement) throws SQLException {
        long until = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                String mode = text(statement, "PRAGMA journal_mode = WAL");
                if (!mode.equals("wal")) {
                    throw new DatabaseException(Kind.STORAGE, "it stays in journal mode " + mode + " instead of WAL",
                            null);
                }
                return;
            } catch (SQLException e) {
                if (!isBusy(e)) {
                    throw e;
                }
                if (System.nanoTime() - until > 0) {
                    throw busy(e);
                }
                sleep();
            }
        }
    }

    /**
     * Begins a transaction that holds the lock.
     *
     * @throws DatabaseException when it is not to be had in time
     */
    void take(Statement statement) throws SQLException {
        try {
            statement.executeUpdate("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            if (isBusy(e)) {
                throw busy(e);
            }
            throw e;
        }
    }

    private DatabaseException busy(SQLException e) {
        return new DatabaseException(Kind.BUSY,
                "another program has held the write lock of " + file + " for longer than "
                        + timeout.toMillis() + " ms, so it could not be adopted and is as it was; try again",
                e);
    }

    private static boolean isBusy(SQLException e) {
        return e instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    private static void sleep() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(Kind.CLOSED, "interrupted while waiting for another program's lock", e);
        }
    }

    /** Ends the transaction and gives the lock up; what goes wrong then is added to the reason. */
    static void undo(Statement statement, Exception because) {
        try {
            statement.executeUpdate("ROLLBACK");
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /** The journal mode that the file is in, as SQLite calls it. */
    static String journalMode(Statement statement) throws SQLException {
        return text(statement, "PRAGMA journal_mode");
    }

    private static String text(Statement statement, String pragma) throws SQLException {
        try (ResultSet row = statement.executeQuery(pragma)) {
            row.next();
            return row.getString(1);
        }
    }
}

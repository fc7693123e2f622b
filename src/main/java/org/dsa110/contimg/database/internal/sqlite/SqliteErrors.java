package org.dsa110.contimg.database.internal.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.files.DiskSpace;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What SQLite's result codes mean to a caller. The source is SQLite's list of result codes; the low byte of an extended code is the
 * primary one.
 */
final class SqliteErrors {
    private static final Pattern CONSTRAINT_COLUMNS = Pattern.compile("constraint failed: ([^()]+)");

    private SqliteErrors() {
    }

    static boolean isBusy(SQLException e) {
        return primary(e) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    /** Whether everything was written, but the disk did not confirm that it has it. */
    static boolean isUnconfirmed(DatabaseException e) {
        return e.getCause() instanceof SQLiteException sqlite
                && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_FSYNC;
    }

    /** The driver's words, and before them that the disk is full where they mean that. */
    static String reason(Location location, SQLException e) {
        return isFull(e) || code(e) == SQLiteErrorCode.SQLITE_IOERR_WRITE && hasNoSpace(location)
                ? "the disk is full: " + e.getMessage()
                : e.getMessage();
    }

    /**
     * Whether there is no space for what is written. The index of the log is a file that grows by writing too, but SQLite has no code of
     * its own for that (unixShmMap).
     */
    private static boolean isFull(SQLException e) {
        return primary(e) == SQLiteErrorCode.SQLITE_FULL.code || code(e) == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
    }

    private static boolean hasNoSpace(Location location) {
        return location instanceof Location.File file
                && DiskSpace.free(Path.of(file.toString()).toAbsolutePath().getParent()).orElse(1) == 0;
    }

    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    /** @param prefix what was being done; may be null */
    static DatabaseException explain(String prefix, SQLException e, boolean reading) {
        String message = prefix == null ? e.getMessage() : prefix + ": " + e.getMessage();
        int primary = primary(e);
        if (primary == SQLiteErrorCode.SQLITE_READONLY.code && reading) {
            return new DatabaseException(Kind.WRITE_IN_READ,
                    "a unit of work that reads tried to write; write in UnitExecutor.write", e);
        }
        if (primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
            return new DatabaseException(constraint(e), message, columns(e.getMessage()), e);
        }
        return new DatabaseException(isFull(e) ? Kind.FULL : kind(primary), message, e);
    }

    private static int primary(SQLException e) {
        return e instanceof SQLiteException sqlite
                ? sqlite.getResultCode().code & 0xff
                : SQLiteErrorCode.UNKNOWN_ERROR.code;
    }

    private static Kind kind(int primary) {
        return switch (SQLiteErrorCode.getErrorCode(primary)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> Kind.BUSY;
            case SQLITE_MISMATCH, SQLITE_TOOBIG -> Kind.CHECK;
            case SQLITE_INTERRUPT, SQLITE_ERROR, SQLITE_RANGE, SQLITE_MISUSE, UNKNOWN_ERROR -> Kind.STATEMENT;
            default -> Kind.STORAGE;
        };
    }

    private static Kind constraint(SQLException e) {
        return switch (((SQLiteException) e).getResultCode()) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID -> Kind.DUPLICATE;
            case SQLITE_CONSTRAINT_NOTNULL -> Kind.NOT_NULL;
            case SQLITE_CONSTRAINT_FOREIGNKEY -> Kind.FOREIGN_KEY;
            default -> Kind.CHECK;
        };
    }

    /** SQLite names the columns of a violated UNIQUE, PRIMARY KEY or NOT NULL as {@code table.a, table.b}. */
    private static List<String> columns(String message) {
        Matcher matcher = CONSTRAINT_COLUMNS.matcher(message == null ? "" : message);
        if (!matcher.find()) {
            return List.of();
        }
        return Arrays.stream(matcher.group(1).split(","))
                .map(String::strip)
                .filter(column -> column.matches("\\w+\\.\\w+"))
                .map(column -> column.substring(column.indexOf('.') + 1))
                .toList();
    }
}

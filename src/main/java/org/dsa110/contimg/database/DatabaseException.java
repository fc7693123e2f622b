package org.dsa110.contimg.database;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a unit of work has no result, in terms that a caller can act on. Whatever the kind, the unit changed nothing, but for
 * {@link Kind#UNKNOWN}.
 */
public class DatabaseException extends RuntimeException {
    private final Kind kind;
    private final List<String> columns;

    /** What went wrong. */
    public enum Kind {
        /** Another program held the write lock when the unit had waited for the lock timeout, in the queue or for the lock. Try again. */
        BUSY,
        /** Too many units of work are waiting. Try again. */
        OVERLOADED,
        /** The databases are not open yet, or are closing. */
        CLOSED,
        /** The unit ran longer than its deadline. */
        DEADLINE,
        /** The disk, or the file by its own limit, is full. */
        FULL,
        /** A read tried to write. */
        WRITE_IN_READ,
        /** The unit touched a database that is not its own. */
        WRONG_DATABASE,
        /** A primary key or a unique column has the value already. */
        DUPLICATE,
        /** A column that must have a value got none. */
        NOT_NULL,
        /** A value outside what the column allows. */
        CHECK,
        /** A reference to a row that is not there, or a row that others still refer to. */
        FOREIGN_KEY,
        /** The file cannot be read or written: damaged, removed, read-only, or an I/O error. */
        STORAGE,
        /**
         * What the unit changed may be stored, or not: the file was taken away in the moment of the commit and may be put back, or a commit
         * failed half-way and could not be overwritten, so that a crash could bring it back. Look before you repeat the unit.
         */
        UNKNOWN,
        /** SQL that the database does not understand: a fault of the program. */
        STATEMENT
    }

    /**
     * @param message one sentence for people; never null
     * @param cause may be null
     */
    public DatabaseException(Kind kind, String message, Throwable cause) {
        this(kind, message, List.of(), cause);
    }

    /** @param columns the columns that the violated constraint names, without their table; may be empty */
    public DatabaseException(Kind kind, String message, List<String> columns, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.columns = List.copyOf(columns);
    }

    /**
     * Throws what several parts of one piece of work have failed with, so that all of it is said at once.
     *
     * @param failures nothing is thrown when there are none, and a single one as it is; the message of several has a line for each, once,
     *        and the kind and cause are those of the first
     */
    public static void throwAll(List<DatabaseException> failures) {
        if (failures.size() == 1) {
            throw failures.get(0);
        } else if (!failures.isEmpty()) {
            DatabaseException all = new DatabaseException(failures.get(0).kind, failures.stream()
                    .map(DatabaseException::getMessage).distinct().collect(Collectors.joining("\n")), failures.get(0));
            failures.subList(1, failures.size()).forEach(all::addSuppressed);
            throw all;
        }
    }

    /** What went wrong; never null. */
    public Kind kind() {
        return kind;
    }

    /** The columns that the violated constraint names; empty where it names none or the kind is another. */
    public List<String> columns() {
        return columns;
    }
}

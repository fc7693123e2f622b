package org.dsa110.contimg.database.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A prepared statement whose every run is timed, and which waits in the cache of its connection once it is closed. Until it is taken from
 * there whoever still uses it is told that it is closed. Not thread-safe.
 */
final class TimedPreparedStatement extends JDBC4PreparedStatement {
    private static final Set<String> ONLY_READ = Set.of("SELECT", "VALUES", "EXPLAIN", "PRAGMA");

    private final GuardedConnection connection;
    private final SlowStatements.Timing timing;
    private final boolean leavesTheSchema;
    /** SQLite's own statement, while this one waits in the cache; else null. */
    private SafeStmtPtr waiting;
    /** Whether it was run since the driver asked for the keys of new rows. */
    private boolean keysDue;
    private long run;
    /** Whether it was set up in a way that cannot be taken back. */
    private boolean single;
    /** Those of its columns, as they were when it was last run; null before. */
    private String[] columnNames;

    TimedPreparedStatement(GuardedConnection connection, String sql, SlowStatements slow) throws SQLException {
        super(connection, sql);
        this.connection = connection;
        this.timing = slow.timing();
        this.leavesTheSchema = StatementCache.leavesTheSchema(sql);
    }

    @Override
    protected <T> T withConnectionTimeout(SQLCallable<T> execution) throws SQLException {
        timing.start(sql);
        run = connection.runs(sql);
        if (!leavesTheSchema) {
            connection.cache().schemaMayChange();
        }
        try {
            return super.withConnectionTimeout(execution);
        } finally {
            if (!resultsWaiting && !rs.isOpen()) {
                timing.end();
            }
        }
    }

    /** The driver asks SQLite for the name of each column anew for each run; they stay the same for as long as the schema does. */
    @Override
    public ResultSet getResultSet() throws SQLException {
        boolean same = connection.cache().isOpen();
        if (same && columnNames != null) {
            rs.colsMeta = columnNames;
        }
        ResultSet result = super.getResultSet();
        columnNames = same ? rs.colsMeta : null;
        return result;
    }

    /** Keys are asked for when somebody wants them: the driver asks after each INSERT, by a statement of its own. */
    @Override
    public void updateGeneratedKeys() throws SQLException {
        clearGeneratedKeys();
        keysDue = true;
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        if (keysDue) {
            connection.refuseOldKeys(run);
            super.updateGeneratedKeys();
            keysDue = false;
        }
        return super.getGeneratedKeys();
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        single = true;
        super.closeOnCompletion();
    }

    @Override
    public boolean isClosed() {
        return waiting != null || super.isClosed();
    }

    @Override
    public void close() throws SQLException {
        if (waiting != null) {
            return;
        }
        timing.end();
        if (single || pointer.isClosed() || !connection.cache().wants(sql)) {
            super.close();
            return;
        }
        reset();
        waiting = pointer;
        pointer = connection.closedPointer();
        connection.cache().put(sql, this);
    }

    /** Takes it from the cache. */
    void reopen() {
        pointer = waiting;
        waiting = null;
    }

    /** Closes it while it waits. */
    void closeForGood() throws SQLException {
        reopen();
        super.close();
    }

    /** Makes it what it was when it was prepared, without values. */
    private void reset() throws SQLException {
        clearGeneratedKeys();
        keysDue = false;
        rs.close();
        rs.closeStmt = false;
        batch = null;
        batchPos = 0;
        batchQueryCount = 0;
        resultsWaiting = false;
        exhaustedResults = false;
        updateCount = 0;
        setMaxRows(0);
        setFetchSize(0);
        setQueryTimeout(0);
        // The driver does not where results were never asked for, and a read that stays open keeps its snapshot.
        pointer.safeRunInt(DB::reset);
        pointer.safeRunInt(DB::clear_bindings);
    }

    /**
     * The prepared statements of one connection that units of work have closed, kept for those who prepare the same text again: preparing takes
     * longer than most of them run. What a statement says of its columns is of the schema that it was prepared on, so all are closed for good
     * when the schema may have changed. Not thread-safe.
     */
    static final class StatementCache {
        /** Longer texts are hardly ever sent twice. */
        private static final int LONGEST = 8192;
        private static final Set<String> LEAVE_THE_SCHEMA = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE",
                "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK");

        private final Map<String, TimedPreparedStatement> idle = new LinkedHashMap<>();
        private final int most;
        private long schemaVersion;
        private boolean open;
        private boolean due;

        /** @param most how many it keeps */
        StatementCache(int most) {
            this.most = most;
        }

        /** A transaction has begun: statements are kept until one of its own may change the schema. */
        void begin(long version) throws SQLException {
            if (!open || version != schemaVersion) {
                clear();
            }
            schemaVersion = version;
            open = true;
            due = false;
        }

        /** A transaction has begun that has not read anything yet, so that its schema is not known: {@link #begin} comes later. */
        void beginLater() {
            due = true;
        }

        /** Whether {@link #begin} is to come before anything is taken. */
        boolean isDue() {
            return due;
        }

        /** Whether the schema is surely the same as when the transaction began. */
        boolean isOpen() {
            return open && !due;
        }

        /** Takes one that is ready to be used as if it were new; null when there is none. */
        TimedPreparedStatement take(String sql) {
            return idle.remove(sql);
        }

        /** A statement that may change the schema is about to be run: none is kept any more in this transaction. */
        void schemaMayChange() throws SQLException {
            open = false;
            clear();
        }

        boolean wants(String sql) {
            return isOpen() && sql.length() <= LONGEST && !idle.containsKey(sql);
        }

        /** Keeps one that is {@link #wants wanted}; the one that has waited for longest may have to go. */
        void put(String sql, TimedPreparedStatement statement) throws SQLException {
            idle.put(sql, statement);
            if (idle.size() > most) {
                Iterator<TimedPreparedStatement> eldest = idle.values().iterator();
                TimedPreparedStatement gone = eldest.next();
                eldest.remove();
                gone.closeForGood();
            }
        }

        private void clear() throws SQLException {
            for (TimedPreparedStatement statement : idle.values()) {
                statement.closeForGood();
            }
            idle.clear();
        }

        /** Whether a statement surely does not change the schema. */
        static boolean leavesTheSchema(String sql) {
            return LEAVE_THE_SCHEMA.contains(firstWord(sql));
        }
    }

    /**
     * Whether a statement surely adds no rows.
     *
     * @param sql null where it is not known
     */
    static boolean onlyReads(String sql) {
        return sql != null && ONLY_READ.contains(firstWord(sql));
    }

    private static String firstWord(String sql) {
        int start = 0;
        while (start < sql.length() && Character.isWhitespace(sql.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(start, end).toUpperCase(Locale.ROOT);
    }
}

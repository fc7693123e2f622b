package org.dsa110.contimg.database.internal.sqlite;

import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.SafeStmtPtr;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4DatabaseMetaData;

/**
 * The connection that units of work use, one after the other. A unit cannot close it, nor begin or end its transaction. It remembers the
 * statements that a unit makes, and closes them after it: one that stayed open would keep the next unit in an old snapshot. Not
 * thread-safe.
 */
final class GuardedConnection extends JDBC4Connection {
    /** How many statements are remembered before those that are closed are looked for. */
    private static final int FEW = 64;

    private final SlowStatements slow;
    private final TimedPreparedStatement.StatementCache cache;
    private final Map<String, PreparedStatement> own = new HashMap<>();
    private SafeStmtPtr closedPointer;
    /** How many statements were run that may have added rows. */
    private long runs;
    /** Null while the driver's own constructor runs statements. */
    private List<Statement> statements;
    private int pruneAt = FEW;
    private DatabaseMetaData metaData;

    /** @param kept how many statements wait to be prepared again */
    GuardedConnection(String url, String file, Properties settings, SlowStatements slow, int kept)
            throws SQLException {
        super(url, file, settings);
        this.slow = slow;
        this.cache = new TimedPreparedStatement.StatementCache(kept);
        statements = new ArrayList<>();
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        if (statements == null) {
            return super.createStatement(type, concurrency, holdability);
        }
        checkOpen();
        checkCursor(type, concurrency, holdability);
        return remember(new TimedStatement(this, slow));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        if (statements == null) {
            return super.prepareStatement(sql, type, concurrency, holdability);
        }
        checkOpen();
        checkCursor(type, concurrency, holdability);
        if (cache.isDue()) {
            cache.begin(readPragma("schema_version", 1)[0]);
        }
        TimedPreparedStatement kept = sql == null ? null : cache.take(sql);
        if (kept != null) {
            kept.reopen();
            return remember(kept);
        }
        TransactionSql.refuse(sql);
        return remember(new TimedPreparedStatement(this, sql, slow));
    }

    /** A new one for each unit: it keeps statements, which are closed after the unit like all others. */
    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        checkOpen();
        if (metaData == null) {
            metaData = new JDBC4DatabaseMetaData(this);
        }
        return metaData;
    }

    /** Refuses: see {@link #setAutoCommit}. The driver would not, once a unit has set a savepoint. */
    @Override
    public void commit() throws SQLException {
        throw TransactionSql.refusal();
    }

    /** Refuses: see {@link #commit}. */
    @Override
    public void rollback() throws SQLException {
        throw TransactionSql.refusal();
    }

    /** Closes what the unit left open. */
    void closeStatements() throws SQLException {
        for (Statement statement : statements) {
            statement.close();
        }
        statements.clear();
        metaData = null;
        // The driver leaves autocommit when a unit sets a savepoint through JDBC.
        getConnectionConfig().setAutoCommit(true);
        pruneAt = FEW;
        if (slow.any()) {
            slow.log(this::plan);
        }
    }

    /** The numbers in the first row of a pragma's answer. */
    long[] readPragma(String pragma, int columns) throws SQLException {
        long[] numbers = new long[columns];
        int result = ((CoreStatement) own("PRAGMA " + pragma)).pointer.safeRunInt((db, statement) -> {
            int code = db.step(statement);
            for (int i = 0; code == Codes.SQLITE_ROW && i < columns; i++) {
                numbers[i] = db.column_long(statement, i);
            }
            db.reset(statement);
            return code;
        });
        if (result == Codes.SQLITE_DONE) {
            throw new SQLException("PRAGMA " + pragma + " has no answer");
        }
        if (result != Codes.SQLITE_ROW) {
            getDatabase().throwex(result);
        }
        return numbers;
    }

    /** Runs a statement that begins or ends a transaction or a part of it. */
    void control(String sql) throws SQLException {
        int result = ((CoreStatement) own(sql)).pointer.safeRunInt((db, statement) -> {
            int code = db.step(statement);
            db.reset(statement);
            return code;
        });
        if (result != Codes.SQLITE_DONE && result != Codes.SQLITE_ROW) {
            getDatabase().throwex(result);
        }
    }

    /** One of the few statements of those who run units, prepared once. */
    private PreparedStatement own(String sql) throws SQLException {
        PreparedStatement statement = own.get(sql);
        if (statement == null) {
            statement = super.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY,
                    ResultSet.CLOSE_CURSORS_AT_COMMIT);
            own.put(sql, statement);
        }
        return statement;
    }

    /** Notes that a statement is run which may add rows; returns what {@link #refuseOldKeys} wants to know. */
    long runs(String sql) {
        if (!TimedPreparedStatement.onlyReads(sql)) {
            runs++;
        }
        return runs;
    }

    /**
     * SQLite knows the key of the row that was added last, by whatever statement.
     *
     * @throws SQLException where another statement that may add rows was run since the one that asks for its keys
     */
    void refuseOldKeys(long run) throws SQLException {
        if (run != runs) {
            throw new SQLException("the keys of new rows are to be asked for before another statement adds rows");
        }
    }

    TimedPreparedStatement.StatementCache cache() {
        return cache;
    }

    /** What a statement has that is not to be used any more. */
    SafeStmtPtr closedPointer() throws SQLException {
        if (closedPointer == null) {
            try (PreparedStatement any = super.prepareStatement("SELECT 1", ResultSet.TYPE_FORWARD_ONLY,
                    ResultSet.CONCUR_READ_ONLY, ResultSet.CLOSE_CURSORS_AT_COMMIT)) {
                closedPointer = ((CoreStatement) any).pointer;
            }
        }
        return closedPointer;
    }

    /** Refuses: the unit's transaction is begun and ended by those who run it. */
    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        if (!autoCommit) {
            throw TransactionSql.refusal();
        }
    }

    /** Refuses: see {@link #closeForGood}. */
    @Override
    public void close() throws SQLException {
        throw new SQLException("a unit of work must not close its connection");
    }

    void closeForGood() throws SQLException {
        try {
            closeStatements();
        } finally {
            // Whatever failed: a connection that stays open may keep the write lock.
            super.close();
        }
    }

    private String plan(String sql) throws SQLException {
        List<String> steps = new ArrayList<>();
        try (Statement statement = super.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY,
                ResultSet.CLOSE_CURSORS_AT_COMMIT);
                ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
        }
        return String.join("; ", steps);
    }

    private <S extends Statement> S remember(S statement) throws SQLException {
        if (statements.size() >= pruneAt) {
            prune();
        }
        statements.add(statement);
        return statement;
    }

    /** Forgets those that are closed: a unit may make millions of statements, and close them itself. */
    private void prune() throws SQLException {
        List<Statement> open = new ArrayList<>();
        for (Statement statement : statements) {
            if (!statement.isClosed()) {
                open.add(statement);
            }
        }
        statements = open;
        pruneAt = Math.max(FEW, 2 * open.size());
    }
}

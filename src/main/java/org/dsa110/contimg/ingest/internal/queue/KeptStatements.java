package org.dsa110.contimg.ingest.internal.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.dsa110.contimg.database.Statements;

/**
 * The statements of one unit of work, each prepared once however often it is run: preparing takes longer than most of them run. A result
 * is to be read in full before its statement is asked for again. To be closed in the unit. Not thread-safe.
 */
public final class KeptStatements implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    public KeptStatements(Connection connection) {
        this.connection = connection;
    }

    /** The statement with its values; not to be closed. */
    public PreparedStatement with(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        Statements.bind(statement, Arrays.asList(values));
        return statement;
    }

    /** Runs a statement that changes rows; returns how many. */
    public int change(String sql, Object... values) throws SQLException {
        return with(sql, values).executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
    }
}

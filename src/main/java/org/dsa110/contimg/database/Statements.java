package org.dsa110.contimg.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Gives statements of own SQL their values. Thread-safe. */
public final class Statements {
    private Statements() {
    }

    /**
     * Prepares a statement and binds its parameters. The caller closes it.
     *
     * @param sql has a {@code ?} for each value
     * @param values in the order of the parameters; a null among them is NULL
     * @throws SQLException if the database does not understand the SQL, or a value cannot be bound; nothing is left open then
     */
    public static PreparedStatement prepare(Connection connection, String sql, List<?> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bind(statement, values);
            return statement;
        } catch (SQLException | RuntimeException e) {
            try (statement) {
                throw e;
            }
        }
    }

    /** Like {@link #prepare(Connection, String, List)}. */
    public static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        return prepare(connection, sql, Arrays.asList(values));
    }

    /**
     * Binds the parameters of a statement that is run more than once.
     *
     * @param values in the order of the parameters, one for each; a null among them is NULL
     * @throws SQLException if a value cannot be bound
     */
    public static void bind(PreparedStatement statement, List<?> values) throws SQLException {
        int parameter = 1;
        for (Object value : values) {
            statement.setObject(parameter++, value);
        }
    }
}

package org.dsa110.contimg.rest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;

import org.sqlite.JDBC;

/** Another program that works on a file of the service. Its rows need not survive a loss of power, so that it does not wait for the disk. */
public record OtherProgram(String file) {
    public int execute(String sql, Object... values) throws SQLException {
        try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    /** The first column of the first row. */
    public long number(String sql) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private Connection connect() throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=60000&synchronous=OFF", new Properties());
    }
}

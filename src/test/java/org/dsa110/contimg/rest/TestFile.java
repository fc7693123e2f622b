package org.dsa110.contimg.rest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.database.Database;
import org.sqlite.JDBC;

/** The file of a database, as another program sees and changes it. */
public record TestFile(StateFiles files, Database database) {
    /** The first value of the result as a text, or null where there is none. */
    public String sql(String sql) throws SQLException {
        String file = files.get(database).toString();
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000",
                new Properties()); Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return null;
            }
            try (ResultSet result = statement.getResultSet()) {
                return result.next() ? result.getString(1) : null;
            }
        }
    }
}

package org.dsa110.contimg.rest.stats;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.database.Database;

/** What one database has to say in {@code /api/v1/stats}. Thread-safe. */
public interface StatisticsPart {
    /** Which database; each has one part at the most. */
    Database database();

    /** Writes the fields of the database's object, inside a read on it. */
    void write(JsonGenerator json, Connection connection) throws SQLException, IOException;
}

package org.dsa110.contimg.hdf5;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.Counts;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** How many subband files there are. Thread-safe. */
@WithRest
@Singleton
class FileStatistics implements StatisticsPart {
    @Override
    public Database database() {
        return Database.HDF5;
    }

    @Override
    public void write(JsonGenerator json, Connection connection) throws SQLException, IOException {
        Counts.write(json, connection, "files_by_stored", "hdf5_file_index", "stored");
    }
}

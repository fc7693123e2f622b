package org.dsa110.contimg.calregistry;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.Counts;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** How many calibration tables there are. Thread-safe. */
@WithRest
@Singleton
class CalibrationStatistics implements StatisticsPart {
    @Override
    public Database database() {
        return Database.CAL_REGISTRY;
    }

    @Override
    public void write(JsonGenerator json, Connection connection) throws SQLException, IOException {
        Counts.write(json, connection, "caltables_by_status", "caltables", "status");
    }
}

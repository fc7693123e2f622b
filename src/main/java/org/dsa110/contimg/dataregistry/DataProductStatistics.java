package org.dsa110.contimg.dataregistry;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.Counts;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** How many data products there are. Thread-safe. */
@WithRest
@Singleton
class DataProductStatistics implements StatisticsPart {
    @Override
    public Database database() {
        return Database.DATA_REGISTRY;
    }

    @Override
    public void write(JsonGenerator json, Connection connection) throws SQLException, IOException {
        Counts.write(json, connection, "products_by_status", "data_registry", "status");
        Counts.write(json, connection, "products_by_type", "data_registry", "data_type");
    }
}

package org.dsa110.contimg.ingest;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.Counts;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** How many groups are in the queue. Thread-safe. */
@WithRest
@Singleton
class QueueStatistics implements StatisticsPart {
    @Override
    public Database database() {
        return Database.INGEST;
    }

    @Override
    public void write(JsonGenerator json, Connection connection) throws SQLException, IOException {
        Counts.write(json, connection, "queue_by_state", "ingest_queue", "state");
    }
}

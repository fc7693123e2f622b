package org.dsa110.contimg.ingest;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** How many groups are in the queue. */
@WithRest
class QueueStatistics {
    @Produces
    @Singleton
    StatisticsPart part() {
        return StatisticsPart.of(Database.INGEST,
                StatisticsPart.counts("queue_by_state", "ingest_queue", "state"));
    }
}

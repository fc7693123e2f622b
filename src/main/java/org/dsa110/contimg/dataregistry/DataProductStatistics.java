package org.dsa110.contimg.dataregistry;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** How many data products there are. */
@WithRest
class DataProductStatistics {
    @Produces
    @Singleton
    StatisticsPart part() {
        return StatisticsPart.of(Database.DATA_REGISTRY,
                StatisticsPart.counts("products_by_status", "data_registry", "status"),
                StatisticsPart.counts("products_by_type", "data_registry", "data_type"));
    }
}

package org.dsa110.contimg.calregistry;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** How many calibration tables there are. */
@WithRest
class CalibrationStatistics {
    @Produces
    @Singleton
    StatisticsPart part() {
        return StatisticsPart.of(Database.CAL_REGISTRY,
                StatisticsPart.counts("caltables_by_status", "caltables", "status"));
    }
}

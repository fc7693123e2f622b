package org.dsa110.contimg.hdf5;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** How many subband files there are. */
@WithRest
class FileStatistics {
    @Produces
    @Singleton
    StatisticsPart part() {
        return StatisticsPart.of(Database.HDF5,
                StatisticsPart.counts("files_by_stored", "hdf5_file_index", "stored"));
    }
}

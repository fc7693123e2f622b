package org.dsa110.contimg.hdf5;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** The tables of hdf5 over REST, and what is counted in them; queries of files have paths of their own. */
@WithRest
public class Hdf5Tables {
    @Produces
    @Singleton
    static StatisticsPart statistics() {
        return StatisticsPart.of(Database.HDF5,
                StatisticsPart.counts("files_by_stored", "hdf5_file_index", "stored"));
    }

    @Path("/api/v1/hdf5/hdf5_file_index")
    public static class IndexedSubbandFiles extends TableResource<IndexedSubbandFile> {
        IndexedSubbandFiles(TableServices services) {
            super(services, Database.HDF5, IndexedSubbandFile.class);
        }
    }

    @Path("/api/v1/hdf5/pointing_history")
    public static class PointingHistory extends TableResource<PointingRecord> {
        PointingHistory(TableServices services) {
            super(services, Database.HDF5, PointingRecord.class);
        }
    }

    @Path("/api/v1/hdf5/storage_locations")
    public static class StorageLocations extends TableResource<StorageLocation> {
        StorageLocations(TableServices services) {
            super(services, Database.HDF5, StorageLocation.class);
        }
    }
}

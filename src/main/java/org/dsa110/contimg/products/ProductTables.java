package org.dsa110.contimg.products;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** The tables of products that have no queries of their own, over REST, and what is counted in them. */
@WithRest
public class ProductTables {
    /** Photometry is not counted: that would read an index of all its rows at each look. */
    @Produces
    @Singleton
    static StatisticsPart statistics(TableServices services) {
        return StatisticsPart.of(Database.PRODUCTS,
                StatisticsPart.counts("ms_by_stage", "ms_index", "stage"),
                StatisticsPart.counts("ms_by_status", "ms_index", "status"),
                StatisticsPart.counts("images_by_type", "images", "type"),
                StatisticsPart.newest("newest_images", new TableRows<>(services, Database.PRODUCTS, Image.class),
                        "created_at", "id", "path", "type", "created_at", "noise_jy"),
                StatisticsPart.newest("newest_ms", new TableRows<>(services, Database.PRODUCTS, MeasurementSet.class),
                        "processed_at", "path", "stage", "status", "mid_mjd", "processed_at"));
    }

    @Path("/api/v1/products/images")
    public static class Images extends TableResource<Image> {
        Images(TableServices services) {
            super(services, Database.PRODUCTS, Image.class);
        }
    }

    @Path("/api/v1/products/ms_index")
    public static class MeasurementSets extends TableResource<MeasurementSet> {
        MeasurementSets(TableServices services) {
            super(services, Database.PRODUCTS, MeasurementSet.class);
        }
    }

    @Path("/api/v1/products/mosaics")
    public static class Mosaics extends TableResource<Mosaic> {
        Mosaics(TableServices services) {
            super(services, Database.PRODUCTS, Mosaic.class);
        }
    }

    @Path("/api/v1/products/photometry")
    public static class Photometry extends TableResource<PhotometryMeasurement> {
        Photometry(TableServices services, Variability variability) {
            super(services, Database.PRODUCTS, PhotometryMeasurement.class, variability);
        }
    }

    @Path("/api/v1/products/variability_stats")
    public static class VariabilityStats extends TableResource<VariabilityStatistics> {
        VariabilityStats(TableServices services, Variability variability) {
            super(services, Database.PRODUCTS, VariabilityStatistics.class, new AddedSources(variability));
        }
    }

    @Path("/api/v1/products/ese_candidates")
    public static class EseCandidates extends TableResource<EseCandidate> {
        EseCandidates(TableServices services) {
            super(services, Database.PRODUCTS, EseCandidate.class);
        }
    }

    @Path("/api/v1/products/transient_candidates")
    public static class TransientCandidates extends TableResource<TransientCandidate> {
        TransientCandidates(TableServices services) {
            super(services, Database.PRODUCTS, TransientCandidate.class);
        }
    }

    @Path("/api/v1/products/monitoring_sources")
    public static class MonitoringSources extends TableResource<MonitoringSource> {
        MonitoringSources(TableServices services) {
            super(services, Database.PRODUCTS, MonitoringSource.class);
        }
    }

    @Path("/api/v1/products/calibrator_transits")
    public static class CalibratorTransits extends TableResource<CalibratorTransit> {
        CalibratorTransits(TableServices services) {
            super(services, Database.PRODUCTS, CalibratorTransit.class);
        }
    }

    @Path("/api/v1/products/jobs")
    public static class Jobs extends TableResource<Job> {
        Jobs(TableServices services) {
            super(services, Database.PRODUCTS, Job.class);
        }
    }

    @Path("/api/v1/products/batch_jobs")
    public static class BatchJobs extends TableResource<BatchJob> {
        BatchJobs(TableServices services) {
            super(services, Database.PRODUCTS, BatchJob.class);
        }
    }

    @Path("/api/v1/products/batch_job_items")
    public static class BatchJobItems extends TableResource<BatchJobItem> {
        BatchJobItems(TableServices services) {
            super(services, Database.PRODUCTS, BatchJobItem.class);
        }
    }

    @Path("/api/v1/products/hdf5_file_index")
    public static class IndexedSubbandFiles extends TableResource<IndexedSubbandFile> {
        IndexedSubbandFiles(TableServices services) {
            super(services, Database.PRODUCTS, IndexedSubbandFile.class);
        }
    }

    @Path("/api/v1/products/storage_locations")
    public static class StorageLocations extends TableResource<StorageLocation> {
        StorageLocations(TableServices services) {
            super(services, Database.PRODUCTS, StorageLocation.class);
        }
    }
}

package org.dsa110.contimg.ingest;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.ViewResource;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** The tables of ingest that have no queries of their own, over REST, and what is counted in them. */
@WithRest
public class IngestTables {
    @Produces
    @Singleton
    static StatisticsPart statistics() {
        return StatisticsPart.of(Database.INGEST,
                StatisticsPart.counts("queue_by_state", "ingest_queue", "state"));
    }

    @Path("/api/v1/ingest/ingest_queue")
    public static class QueuedGroups extends TableResource<QueuedGroup> {
        QueuedGroups(TableServices services) {
            super(services, Database.INGEST, QueuedGroup.class, new GroupStateListener());
        }
    }

    @Path("/api/v1/ingest/subband_files")
    public static class SubbandFiles extends TableResource<SubbandFile> {
        SubbandFiles(TableServices services) {
            super(services, Database.INGEST, SubbandFile.class);
        }
    }

    @Path("/api/v1/ingest/set_aside_files")
    public static class SetAsideFiles extends TableResource<SetAsideFile> {
        SetAsideFiles(TableServices services) {
            super(services, Database.INGEST, SetAsideFile.class);
        }
    }

    @Path("/api/v1/ingest/performance_metrics")
    public static class PerformanceMetrics extends TableResource<ConversionTimes> {
        PerformanceMetrics(TableServices services) {
            super(services, Database.INGEST, ConversionTimes.class);
        }
    }

    @Path("/api/v1/ingest/pointing_history")
    public static class PointingHistory extends TableResource<PointingRecord> {
        PointingHistory(TableServices services) {
            super(services, Database.INGEST, PointingRecord.class);
        }
    }

    @Path("/api/v1/ingest/queue_transitions")
    public static class Transitions extends ViewResource<GroupTransition> {
        Transitions(TableServices services) {
            super(services, Database.INGEST, GroupTransition.class, GroupTransition.QUERY);
        }
    }

    @Path("/api/v1/ingest/queue_pauses")
    public static class Pauses extends ViewResource<QueuePause> {
        Pauses(TableServices services) {
            super(services, Database.INGEST, QueuePause.class,
                    "SELECT id, paused_at, paused_by, pause_reason, resumed_at, resumed_by, resume_reason FROM queue_pauses");
        }
    }
}

package org.dsa110.contimg.dataregistry;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/** The tables of data_registry over REST that have no queries of their own, and what is counted in the database. */
@WithRest
public class DataRegistryTables {
    @Produces
    @Singleton
    static StatisticsPart statistics() {
        return StatisticsPart.of(Database.DATA_REGISTRY,
                StatisticsPart.counts("products_by_status", "data_registry", "status"),
                StatisticsPart.counts("products_by_type", "data_registry", "data_type"));
    }

    @Path("/api/v1/data_registry/data_relationships")
    public static class DataRelationships extends TableResource<DataRelationship> {
        DataRelationships(TableServices services) {
            super(services, Database.DATA_REGISTRY, DataRelationship.class);
        }
    }

    @Path("/api/v1/data_registry/data_tags")
    public static class DataTags extends TableResource<DataTag> {
        DataTags(TableServices services) {
            super(services, Database.DATA_REGISTRY, DataTag.class);
        }
    }
}

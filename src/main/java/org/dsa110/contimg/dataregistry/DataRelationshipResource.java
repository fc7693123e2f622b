package org.dsa110.contimg.dataregistry;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Relationships between data products over REST. */
@Path("/api/v1/data_registry/data_relationships")
public class DataRelationshipResource extends TableResource<DataRelationship> {
    DataRelationshipResource(TableServices services) {
        super(services, Database.DATA_REGISTRY, DataRelationship.class);
    }
}

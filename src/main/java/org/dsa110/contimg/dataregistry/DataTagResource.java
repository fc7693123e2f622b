package org.dsa110.contimg.dataregistry;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Tags on data products over REST. */
@Path("/api/v1/data_registry/data_tags")
public class DataTagResource extends TableResource<DataTag> {
    DataTagResource(TableServices services) {
        super(services, Database.DATA_REGISTRY, DataTag.class);
    }
}

package org.dsa110.contimg.dataregistry;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableAccess;
import org.dsa110.contimg.rest.TableResource;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Data products over REST. */
@Path("/api/v1/data_registry/data_registry")
@Tag(name = "data_registry")
public class DataProductResource extends TableResource<DataProduct> {
    DataProductResource(TableAccess access, DataProductRepository repository) {
        super(access, Database.DATA_REGISTRY, DataProduct.class, repository);
    }
}

package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Storage locations over REST. */
@Path("/api/v1/products/storage_locations")
public class StorageLocationResource extends TableResource<StorageLocation> {
    StorageLocationResource(TableServices services) {
        super(services, Database.PRODUCTS, StorageLocation.class);
    }
}

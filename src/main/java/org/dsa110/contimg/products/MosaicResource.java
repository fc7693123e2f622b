package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Mosaics over REST. */
@Path("/api/v1/products/mosaics")
public class MosaicResource extends TableResource<Mosaic> {
    MosaicResource(TableServices services) {
        super(services, Database.PRODUCTS, Mosaic.class);
    }
}

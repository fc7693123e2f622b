package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Measurement sets over REST. */
@Path("/api/v1/products/ms_index")
public class MeasurementSetResource extends TableResource<MeasurementSet> {
    MeasurementSetResource(TableServices services) {
        super(services, Database.PRODUCTS, MeasurementSet.class);
    }
}

package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableAccess;
import org.dsa110.contimg.rest.TableResource;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Measurement sets over REST. */
@Path("/api/v1/products/ms_index")
@Tag(name = "products")
public class MeasurementSetResource extends TableResource<MeasurementSet> {
    MeasurementSetResource(TableAccess access) {
        super(access, Database.PRODUCTS, MeasurementSet.class);
    }

    /** Rows may be upserted, since each step of the pipeline knows some of the columns only. */
    @Override
    protected boolean merges() {
        return true;
    }
}

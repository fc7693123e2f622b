package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Batch jobs over REST. */
@Path("/api/v1/products/batch_jobs")
public class BatchJobResource extends TableResource<BatchJob> {
    BatchJobResource(TableServices services) {
        super(services, Database.PRODUCTS, BatchJob.class);
    }
}

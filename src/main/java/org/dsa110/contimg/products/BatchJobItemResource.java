package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** The items of batch jobs over REST. */
@Path("/api/v1/products/batch_job_items")
public class BatchJobItemResource extends TableResource<BatchJobItem> {
    BatchJobItemResource(TableServices services) {
        super(services, Database.PRODUCTS, BatchJobItem.class);
    }
}

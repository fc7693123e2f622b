package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableAccess;
import org.dsa110.contimg.rest.TableResource;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The items of batch jobs over REST. */
@Path("/api/v1/products/batch_job_items")
@Tag(name = "products")
public class BatchJobItemResource extends TableResource<BatchJobItem> {
    BatchJobItemResource(TableAccess access) {
        super(access, Database.PRODUCTS, BatchJobItem.class);
    }
}

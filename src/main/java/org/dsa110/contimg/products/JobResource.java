package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Jobs of the pipeline over REST. */
@Path("/api/v1/products/jobs")
public class JobResource extends TableResource<Job> {
    JobResource(TableServices services) {
        super(services, Database.PRODUCTS, Job.class);
    }
}

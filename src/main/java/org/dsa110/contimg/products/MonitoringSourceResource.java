package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** The sources that are watched over REST. */
@Path("/api/v1/products/monitoring_sources")
public class MonitoringSourceResource extends TableResource<MonitoringSource> {
    MonitoringSourceResource(TableServices services) {
        super(services, Database.PRODUCTS, MonitoringSource.class);
    }
}

package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Variability statistics of sources over REST. */
@Path("/api/v1/products/variability_stats")
public class VariabilityStatisticsResource extends TableResource<VariabilityStatistics> {
    VariabilityStatisticsResource(TableServices services) {
        super(services, Database.PRODUCTS, VariabilityStatistics.class);
    }
}

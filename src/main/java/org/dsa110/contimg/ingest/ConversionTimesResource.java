package org.dsa110.contimg.ingest;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Conversion times over REST. */
@Path("/api/v1/ingest/performance_metrics")
public class ConversionTimesResource extends TableResource<ConversionTimes> {
    ConversionTimesResource(TableServices services) {
        super(services, Database.INGEST, ConversionTimes.class);
    }
}

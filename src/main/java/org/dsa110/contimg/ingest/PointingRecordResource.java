package org.dsa110.contimg.ingest;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** The history of pointings over REST. */
@Path("/api/v1/ingest/pointing_history")
public class PointingRecordResource extends TableResource<PointingRecord> {
    PointingRecordResource(TableServices services) {
        super(services, Database.INGEST, PointingRecord.class);
    }
}

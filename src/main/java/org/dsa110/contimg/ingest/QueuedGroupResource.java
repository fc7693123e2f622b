package org.dsa110.contimg.ingest;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** The queue of observation groups over REST. */
@Path("/api/v1/ingest/ingest_queue")
public class QueuedGroupResource extends TableResource<QueuedGroup> {
    QueuedGroupResource(TableServices services) {
        super(services, Database.INGEST, QueuedGroup.class);
    }
}

package org.dsa110.contimg.ingest;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The queue of observation groups over REST. */
@Path("/api/v1/ingest/ingest_queue")
@Tag(name = "ingest")
public class QueuedGroupResource extends TableResource<QueuedGroup> {
    QueuedGroupResource(TableServices access) {
        super(access, Database.INGEST, QueuedGroup.class);
    }
}

package org.dsa110.contimg.ingest;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** The subband files of observation groups over REST. */
@Path("/api/v1/ingest/subband_files")
public class SubbandFileResource extends TableResource<SubbandFile> {
    SubbandFileResource(TableServices services) {
        super(services, Database.INGEST, SubbandFile.class);
    }
}

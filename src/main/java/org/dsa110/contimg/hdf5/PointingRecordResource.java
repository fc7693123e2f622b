package org.dsa110.contimg.hdf5;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The history of pointings over REST. */
@Path("/api/v1/hdf5/pointing_history")
@Tag(name = "hdf5")
public class PointingRecordResource extends TableResource<PointingRecord> {
    PointingRecordResource(TableServices access) {
        super(access, Database.HDF5, PointingRecord.class);
    }
}

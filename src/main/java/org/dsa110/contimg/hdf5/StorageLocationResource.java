package org.dsa110.contimg.hdf5;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Storage locations of subband files over REST. */
@Path("/api/v1/hdf5/storage_locations")
public class StorageLocationResource extends TableResource<StorageLocation> {
    StorageLocationResource(TableServices services) {
        super(services, Database.HDF5, StorageLocation.class);
    }
}

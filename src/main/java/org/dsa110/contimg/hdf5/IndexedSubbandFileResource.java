package org.dsa110.contimg.hdf5;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** The index of subband files over REST. */
@Path("/api/v1/hdf5/hdf5_file_index")
public class IndexedSubbandFileResource extends TableResource<IndexedSubbandFile> {
    /** As the OpenAPI document calls it. */
    static final String NAME = "hdf5.hdf5_file_index";
    /** The order of lists of some of its files. */
    static final String BY_SUBBAND = "timestamp_mjd,subband_code";

    IndexedSubbandFileResource(TableServices services) {
        super(services, Database.HDF5, IndexedSubbandFile.class);
    }
}

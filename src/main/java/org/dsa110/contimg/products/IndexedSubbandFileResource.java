package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** The index of subband files that products has over REST. */
@Path("/api/v1/products/hdf5_file_index")
public class IndexedSubbandFileResource extends TableResource<IndexedSubbandFile> {
    IndexedSubbandFileResource(TableServices services) {
        super(services, Database.PRODUCTS, IndexedSubbandFile.class);
    }
}

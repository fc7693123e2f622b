package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Transient candidates over REST. */
@Path("/api/v1/products/transient_candidates")
public class TransientCandidateResource extends TableResource<TransientCandidate> {
    TransientCandidateResource(TableServices services) {
        super(services, Database.PRODUCTS, TransientCandidate.class);
    }
}

package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Candidates for extreme scattering events over REST. */
@Path("/api/v1/products/ese_candidates")
public class EseCandidateResource extends TableResource<EseCandidate> {
    EseCandidateResource(TableServices services) {
        super(services, Database.PRODUCTS, EseCandidate.class);
    }
}

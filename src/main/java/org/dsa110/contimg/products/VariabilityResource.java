package org.dsa110.contimg.products;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.rest.declare.Operate;
import org.dsa110.contimg.rest.declare.WithRest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Computes variability anew over REST. Thread-safe. */
@WithRest
@Path("/api/v1/products/variability_stats:recompute")
@Produces(MediaType.APPLICATION_JSON)
public class VariabilityResource {
    private final Variability variability;

    VariabilityResource(Variability variability) {
        this.variability = variability;
    }

    /** The answer of {@link #recompute}. */
    public record Recomputed(@Schema(description = "How many sources were computed") long sources) {
    }

    /** All sources, from all photometry. */
    @POST
    @Operate
    @Extension(name = Operate.EXTENSION, value = "operate")
    @Operation(operationId = "recompute_variability_stats", summary = "Compute the variability of all sources anew",
            description = "From all photometry, also that of other programs, some sources at a time; other writes go on beside it. What"
                    + " comes in over REST is counted at once and needs none of this.")
    public Uni<Recomputed> recompute() {
        return variability.recompute().map(Recomputed::new);
    }
}

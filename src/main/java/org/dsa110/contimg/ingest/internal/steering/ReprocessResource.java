package org.dsa110.contimg.ingest.internal.steering;

import java.io.IOException;
import java.io.InputStream;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.rest.declare.Operate;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.access.Caller;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;

/** Has many groups converted again over REST. Thread-safe. */
@WithRest
@Operate
@Path("/api/v1/ingest/queue/reprocess")
@Produces(MediaType.APPLICATION_JSON)
public class ReprocessResource {
    private static final Logger LOG = Logger.getLogger(ReprocessResource.class);

    private final Reprocessing reprocessing;
    private final Caller caller;

    ReprocessResource(Reprocessing reprocessing, Caller caller) {
        this.reprocessing = reprocessing;
        this.caller = caller;
    }

    /** Groups that have ended. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Extension(name = Operate.EXTENSION, value = "operate")
    @Operation(operationId = "reprocess_groups", summary = "Have completed and failed groups converted again",
            description = "Those that are named, or all of a range of time, become pending with all their attempts, whatever they have come"
                    + " to; their measurement sets will be written anew. Groups that have not ended stay as they are. With dry_run"
                    + " nothing is changed. Asked again after a failure it does the rest.")
    @RequestBody(required = true,
            content = @Content(schema = @Schema(implementation = ReprocessRequest.Sent.class)))
    @APIResponse(responseCode = "200", description = "What becomes of them")
    @APIResponse(responseCode = "400", description = "Problem details: a field is unknown, missing or wrong")
    @Blocking
    public Uni<Reprocessing.Result> reprocess(InputStream body) throws IOException {
        ReprocessRequest request = ReprocessRequest.read(body);
        String by = caller.name();
        return reprocessing.run(request, by).invoke(result -> {
            if (!request.dryRun()) {
                LOG.infof("%d groups are pending again, as %s wants it: %s", result.groupIds().size(), by,
                        request.reason());
            }
        });
    }
}

package org.dsa110.contimg.dataregistry;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.rest.TableServices;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Says over REST that nothing more is done to a product. Thread-safe. */
@Path(DataProductAction.PATH + "finalize")
@Produces(MediaType.APPLICATION_JSON)
public class FinalizeResource extends DataProductAction {
    FinalizeResource(UnitsOfWork units, DataProductRepository repository, TableServices services) {
        super(units, repository, services);
    }

    /** Nothing more is done to a product. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "finalize_data_registry", summary = "Say that nothing more is done to a staged product",
            description = "Sets finalization_status to finalized, and validation_status and qa_status where they are given: a product may"
                    + " be published when it is validated, an image when its quality assessment has passed, too.")
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
            requiredProperties = DATA_ID, properties = {
                    @SchemaProperty(name = DATA_ID, type = SchemaType.STRING, description = DATA_ID_MEANING),
                    @SchemaProperty(name = "validation_status", type = SchemaType.STRING,
                            description = "Outcome of validation, such as validated"),
                    @SchemaProperty(name = "qa_status", type = SchemaType.STRING,
                            description = "Outcome of quality assessment, such as passed")})))
    @APIResponse(responseCode = "200", description = "The row as it is stored",
            content = @Content(schema = @Schema(ref = ROW)))
    @APIResponse(responseCode = "400", description = BAD_INPUT)
    @APIResponse(responseCode = "404", description = ABSENT)
    @APIResponse(responseCode = "409", description = "Problem details: it is not staged")
    @Blocking
    public Uni<Response> markFinalized(InputStream body) throws IOException {
        Map<String, Object> sent = rows().read(body, List.of(DATA_ID), List.of("validation_status", "qa_status"));
        return change("finalize", sent, product -> repository().markFinalized(product.dataId,
                text(sent, "validation_status"), text(sent, "qa_status")), DataProductAction::notStaged);
    }
}

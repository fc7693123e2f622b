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

/** Says over REST that an attempt to publish a product failed. Thread-safe. */
@Path(DataProductAction.PATH + "publish_failed")
@Produces(MediaType.APPLICATION_JSON)
public class PublishFailureResource extends DataProductAction {
    PublishFailureResource(UnitsOfWork units, DataProductRepository repository, TableServices services) {
        super(units, repository, services);
    }

    /** An attempt to publish a product failed. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "publish_failed_data_registry",
            summary = "Say that an attempt to publish a product failed",
            description = "Counts the attempt and keeps the reason in publish_error; the product stays staged.")
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
            requiredProperties = {DATA_ID, "publish_error"}, properties = {
                    @SchemaProperty(name = DATA_ID, type = SchemaType.STRING, description = DATA_ID_MEANING),
                    @SchemaProperty(name = "publish_error", type = SchemaType.STRING, description = "Why it failed")})))
    @APIResponse(responseCode = "200", description = "The row as it is stored",
            content = @Content(schema = @Schema(ref = ROW)))
    @APIResponse(responseCode = "400", description = BAD_INPUT)
    @APIResponse(responseCode = "404", description = ABSENT)
    @APIResponse(responseCode = "409", description = "Problem details: it is not staged")
    @Blocking
    public Uni<Response> publishFailed(InputStream body) throws IOException {
        Map<String, Object> sent = rows().read(body, List.of(DATA_ID, "publish_error"), List.of());
        return change("publish failed", sent, product -> repository().recordFailedPublish(product.dataId,
                text(sent, "publish_error")), DataProductAction::notStaged);
    }
}

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
import jakarta.ws.rs.core.Response.Status;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Says over REST that a product was published. Thread-safe. */
@Path(DataProductAction.PATH + "publish")
@Produces(MediaType.APPLICATION_JSON)
public class PublishResource extends DataProductAction {
    PublishResource(UnitsOfWork units, DataProductRepository repository, TableServices services) {
        super(units, repository, services);
    }

    /** A product was published. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "publish_data_registry", summary = "Say that a product was published",
            description = "Sets status, published_path, published_at and publish_mode, counts the attempt and takes publish_error away, if"
                    + " the product is ready: staged, finalized, validated, and an image with quality assessment passed. Otherwise"
                    + " nothing is changed, and the violations say why. One that is published at the same path stays as it is.")
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
            requiredProperties = {DATA_ID, "published_path"}, properties = {
                    @SchemaProperty(name = DATA_ID, type = SchemaType.STRING, description = DATA_ID_MEANING),
                    @SchemaProperty(name = "published_path", type = SchemaType.STRING,
                            description = "Where it lies now"),
                    @SchemaProperty(name = "publish_mode", type = SchemaType.STRING, enumeration = {"auto", "manual"},
                            defaultValue = "manual",
                            description = "auto: without a person, which auto_publish_enabled must allow")})))
    @APIResponse(responseCode = "200", description = "The row as it is stored",
            content = @Content(schema = @Schema(ref = ROW)))
    @APIResponse(responseCode = "400", description = BAD_INPUT)
    @APIResponse(responseCode = "404", description = ABSENT)
    @APIResponse(responseCode = "409", description = "Problem details: it is not ready; the violations say why")
    @Blocking
    public Uni<Response> publish(InputStream body) throws IOException {
        Map<String, Object> sent = rows().read(body, List.of(DATA_ID, "published_path"), List.of("publish_mode"));
        String path = text(sent, "published_path");
        String mode = (String) sent.getOrDefault("publish_mode", PublishRule.MANUAL);
        if (path.isBlank()) {
            throw ProblemException.badRequest("published_path", "must not be blank");
        }
        if (!mode.equals(PublishRule.AUTO) && !mode.equals(PublishRule.MANUAL)) {
            throw ProblemException.badRequest("publish_mode", "must be auto or manual");
        }
        return change("publish", sent,
                product -> PublishRule.PUBLISHED.equals(product.status) && path.equals(product.publishedPath)
                        || repository().publish(product.dataId, path, mode),
                product -> new ProblemException(Status.CONFLICT,
                        "the product " + product.dataId + " is not ready to be published",
                        PublishRule.reasons(product, mode)));
    }
}

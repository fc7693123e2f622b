package org.dsa110.contimg.dataregistry;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Registers products over REST. Thread-safe. */
@Path(DataProductAction.PATH + "stage")
@Produces(MediaType.APPLICATION_JSON)
public class StageResource extends DataProductAction {
    StageResource(UnitsOfWork units, DataProductRepository repository, TableServices services) {
        super(units, repository, services);
    }

    /** A new product. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "stage_data_registry", summary = "Register a product as staged",
            description = "Enters it with status staging. One that is staged already and does not differ in what is sent stays as it is (200).")
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
            requiredProperties = {"data_type", DATA_ID, "base_path", "stage_path"}, properties = {
                    @SchemaProperty(name = "data_type", type = SchemaType.STRING,
                            description = "Kind of product: ms, image, ..."),
                    @SchemaProperty(name = DATA_ID, type = SchemaType.STRING,
                            description = DATA_ID_MEANING + "; unique"),
                    @SchemaProperty(name = "base_path", type = SchemaType.STRING,
                            description = "Folder that it belongs to"),
                    @SchemaProperty(name = "stage_path", type = SchemaType.STRING, description = "Where it lies"),
                    @SchemaProperty(name = "metadata_json", type = SchemaType.STRING,
                            description = "Whatever else is known of it, JSON"),
                    @SchemaProperty(name = "auto_publish_enabled", type = SchemaType.INTEGER, defaultValue = "1",
                            description = "Whether it may be published without a person: 0 or 1")})))
    @APIResponse(responseCode = "200", description = "It is staged already; the row",
            content = @Content(schema = @Schema(ref = ROW)))
    @APIResponse(responseCode = "201", description = "The row as it is stored",
            content = @Content(schema = @Schema(ref = ROW)))
    @APIResponse(responseCode = "400", description = BAD_INPUT)
    @APIResponse(responseCode = "409", description = "Problem details: there is another product of that name")
    @Blocking
    public Uni<Response> stage(InputStream body) throws IOException {
        Map<String, Object> sent = rows().read(body, List.of("data_type", DATA_ID, "base_path", "stage_path"),
                List.of("metadata_json", "auto_publish_enabled"));
        Long auto = (Long) sent.getOrDefault("auto_publish_enabled", 1L);
        if (auto != 0 && auto != 1) {
            throw ProblemException.badRequest("auto_publish_enabled", "must be 0 or 1");
        }
        return write("stage", connection -> {
            Optional<DataProduct> there = repository().findByDataId(text(sent, DATA_ID));
            if (there.isPresent()) {
                checkSame(there.get(), sent);
                return rows().answer(Response.ok(), connection, there.get().id);
            }
            DataProduct product = repository().stage(text(sent, "data_type"), text(sent, DATA_ID),
                    text(sent, "base_path"),
                    text(sent, "stage_path"), text(sent, "metadata_json"), auto == 1);
            return rows().answer(Response.status(Status.CREATED), connection, product.id);
        });
    }

    private static void checkSame(DataProduct product, Map<String, Object> sent) {
        List<Violation> other = new ArrayList<>();
        addIfOther(other, "status", product.status, PublishRule.STAGING);
        addIfOther(other, "data_type", product.dataType, sent.get("data_type"));
        addIfOther(other, "base_path", product.basePath, sent.get("base_path"));
        addIfOther(other, "stage_path", product.stagePath, sent.get("stage_path"));
        addIfOther(other, "metadata_json", product.metadataJson,
                sent.getOrDefault("metadata_json", product.metadataJson));
        addIfOther(other, "auto_publish_enabled", product.autoPublishEnabled,
                sent.getOrDefault("auto_publish_enabled", product.autoPublishEnabled));
        if (!other.isEmpty()) {
            throw new ProblemException(Status.CONFLICT,
                    "there is a product " + product.dataId + " already, and it differs", other);
        }
    }

    private static void addIfOther(List<Violation> other, String column, Object stored, Object wanted) {
        if (!Objects.equals(stored, wanted)) {
            other.add(new Violation(column, stored == null ? "is null" : "is '" + stored + "'"));
        }
    }
}

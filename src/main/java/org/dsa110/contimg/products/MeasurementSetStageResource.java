package org.dsa110.contimg.products;

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
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Says over REST how far a measurement set has come. Thread-safe. */
@WithRest
@Path("/api/v1/products/ms_index:stage")
@Produces(MediaType.APPLICATION_JSON)
public class MeasurementSetStageResource {
    private final UnitsOfWork units;
    private final MeasurementSetRepository repository;
    private final TableRows<MeasurementSet> rows;

    MeasurementSetStageResource(UnitsOfWork units, MeasurementSetRepository repository, TableServices services) {
        this.units = units;
        this.repository = repository;
        this.rows = new TableRows<>(services, Database.PRODUCTS, MeasurementSet.class);
    }

    /** The new stage of one measurement set. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "stage_ms_index", summary = "Set the stage of a measurement set",
            description = "Sets stage and stage_updated_at, and status where it is given. Answers when it is durable, with the row.")
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
            requiredProperties = {"path", "stage"}, properties = {
                    @SchemaProperty(name = "path", type = SchemaType.STRING, description = "Which measurement set"),
                    @SchemaProperty(name = "stage", type = SchemaType.STRING,
                            description = "How far it has come: converted, calibrated, imaged, ..."),
                    @SchemaProperty(name = "status", type = SchemaType.STRING,
                            description = "Outcome of the processing; stays as it is where it is not given")})))
    @APIResponse(responseCode = "200", description = "The row as it is stored",
            content = @Content(schema = @Schema(ref = "#/components/schemas/products.ms_index")))
    @APIResponse(responseCode = "400", description = "Problem details: a field is unknown, missing or wrong")
    @APIResponse(responseCode = "404", description = "Problem details: there is no such measurement set")
    @Blocking
    public Uni<Response> stage(InputStream body) throws IOException {
        Map<String, Object> values = rows.read(body, List.of("path", "stage"), List.of("status"));
        String path = (String) values.get("path");
        return units.write(Database.PRODUCTS, UnitOfWork.named("stage ms_index", connection -> {
            if (!repository.updateStage(path, (String) values.get("stage"), (String) values.get("status"))) {
                throw rows.notFound(path);
            }
            return rows.answer(Response.ok(), connection, path);
        }));
    }
}

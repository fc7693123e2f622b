package org.dsa110.contimg.housekeeping;

import java.util.List;
import java.util.Map;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.Blocking;
import org.dsa110.contimg.rest.declare.Operate;
import org.dsa110.contimg.rest.declare.OwnQuery;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.dsa110.contimg.rest.query.Parameter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Puts things in order when an operator says so, or says what that would do. Thread-safe. */
@WithRest
@Path("/api/v1/housekeeping/{task}")
@Produces(MediaType.APPLICATION_JSON)
public class HousekeepingResource implements OwnQuery {
    private static final Parameter<String> DRY_RUN = Parameter
            .text("dry_run", "Whether nothing is to be changed: true or false").oneOf(List.of("true", "false"))
            .otherwise("false");
    private static final NamedQuery RUN = NamedQuery.of("run_housekeeping", DRY_RUN);

    private final Housekeeping housekeeping;

    HousekeepingResource(Housekeeping housekeeping) {
        this.housekeeping = housekeeping;
    }

    /** The answer of {@link #run}. */
    @Schema(name = "HousekeepingDone")
    public record Done(@JsonProperty("task") @Schema(description = "What was done") String task,
            @JsonProperty("dry_run") @Schema(description = "Whether nothing was changed") boolean dryRun,
            @JsonProperty("counts") @Schema(
                    description = "How much of what was found and changed, or would be, by names that docs/queue.md has") Map<String, Long> counts,
            @JsonProperty("percentage") @Schema(nullable = true,
                    description = "How well things were in order before, 0 to 100; null where the task does not say") Double percentage,
            @JsonProperty("examples") @Schema(
                    description = "The first that were found not to be in order") List<String> examples) {
    }

    /** One task, at once. */
    @POST
    @Operate
    @Extension(name = Operate.EXTENSION, value = "operate")
    @Operation(operationId = "run_housekeeping", summary = "Put things in order now, or see what that would do",
            description = "storage_check compares hdf5_file_index with the disk, history forgets what became of groups long ago, optimize"
                    + " has SQLite look at its tables. The service does each by the calendar too.")
    @org.eclipse.microprofile.openapi.annotations.parameters.Parameter(name = "dry_run", in = ParameterIn.QUERY,
            description = "Whether nothing is to be changed: true or false",
            schema = @Schema(type = SchemaType.STRING, enumeration = {"true", "false"}, defaultValue = "false"))
    @APIResponse(responseCode = "200", description = "What was done, or would be")
    @APIResponse(responseCode = "400", description = "Problem details: a parameter is unknown or wrong")
    @APIResponse(responseCode = "404", description = "Problem details: there is no such task")
    @APIResponse(responseCode = "409", description = "Problem details: it runs already")
    @Blocking
    public Done run(@org.eclipse.microprofile.openapi.annotations.parameters.Parameter(
            description = "storage_check, history or optimize") @PathParam("task") String task, @Context UriInfo uri) {
        boolean dryRun = Boolean.parseBoolean(RUN.read(uri).get(DRY_RUN));
        if (!housekeeping.has(task)) {
            throw ProblemException.notFound("there is no task " + task + "; there are "
                    + String.join(", ", housekeeping.tasks().stream().map(HousekeepingTask::name).toList()));
        }
        return housekeeping.run(task, dryRun)
                .map(report -> new Done(task, dryRun, report.counts(), report.percentage(), report.examples()))
                .orElseThrow(() -> new ProblemException(Status.CONFLICT, "the task " + task + " runs already",
                        List.of()));
    }
}

package org.dsa110.contimg.hdf5;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.list.QueryParameters;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which observations are complete, over REST. Thread-safe. */
@WithRest
@Path("/api/v1/hdf5/complete_groups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "hdf5")
public class CompleteGroupResource {
    private static final int SUBBANDS = 16;
    /** As observations are put together where files are taken in; the files of one may be 18 s apart, and more after a pause of the correlator. */
    private static final double TOLERANCE_SECONDS = 90;
    /** Observations come 309 s apart: what is longer would join two. */
    private static final double MOST_TOLERANCE_SECONDS = 300;
    /** 4,000 files a day. */
    private static final double MOST_DAYS = 31;

    private final UnitsOfWork units;
    private final IndexedSubbandFileRepository repository;

    CompleteGroupResource(UnitsOfWork units, IndexedSubbandFileRepository repository) {
        this.units = units;
        this.repository = repository;
    }

    /**
     * The answer of {@link #completeGroups}.
     *
     * @param items in order of time
     */
    public record CompleteGroups(@Schema(description = "The groups, in order of time") List<CompleteGroup> items) {
    }

    /** The observations that can be converted. */
    @GET
    @Operation(operationId = "list_complete_groups", summary = "Observations with all their subbands on disk",
            description = "Those that begin in a stretch of time of up to 31 days. Files belong together as long as they are no more than"
                    + " the tolerance after the first of them, whatever group_id they have; different subbands are counted, not files.")
    @Parameter(name = TimeRange.FROM, in = ParameterIn.QUERY, required = true,
            description = "From this time on, MJD (days, UTC), inclusive",
            schema = @Schema(type = SchemaType.NUMBER, format = "double"))
    @Parameter(name = TimeRange.TO, in = ParameterIn.QUERY, required = true,
            description = "Up to this time, MJD (days, UTC), inclusive",
            schema = @Schema(type = SchemaType.NUMBER, format = "double"))
    @Parameter(name = "subbands", in = ParameterIn.QUERY, description = "How many different subbands are enough",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "16", defaultValue = "16"))
    @Parameter(name = "tolerance_sec", in = ParameterIn.QUERY,
            description = "How long after the first file of an observation others belong to it, seconds",
            schema = @Schema(type = SchemaType.NUMBER, minimum = "0", maximum = "300", defaultValue = "90"))
    @APIResponse(responseCode = "200", description = "The groups")
    @APIResponse(responseCode = "400", description = "Problem details: a parameter is unknown, missing or wrong")
    public Uni<CompleteGroups> completeGroups(@Context UriInfo uri) {
        QueryParameters parameters = QueryParameters.only(uri, TimeRange.FROM, TimeRange.TO, "subbands",
                "tolerance_sec");
        TimeRange range = TimeRange.of(parameters);
        if (range.to() - range.from() > MOST_DAYS) {
            throw ProblemException.badRequest(TimeRange.TO, "must be at most 31 days after " + TimeRange.FROM);
        }
        int subbands = parameters.integer("subbands", 1, SUBBANDS, SUBBANDS);
        double tolerance = parameters.real("tolerance_sec", 0, MOST_TOLERANCE_SECONDS, TOLERANCE_SECONDS);
        return units.read(Database.HDF5, UnitOfWork.named("complete groups",
                connection -> new CompleteGroups(
                        repository.completeGroups(range.from(), range.to(), subbands, tolerance))));
    }
}

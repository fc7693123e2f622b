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
import org.dsa110.contimg.observation.GroupingConfig;
import org.dsa110.contimg.observation.GroupingRule;
import org.dsa110.contimg.observation.SubbandFileName;
import org.dsa110.contimg.rest.ProblemException;
import org.dsa110.contimg.rest.QueryParameters;
import org.dsa110.contimg.rest.WithRest;
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
    /** Observations begin 309 s apart: a longer tolerance would put two together. */
    private static final double MOST_TOLERANCE_SECONDS = 300;
    /** A day has some 4,000 files, and those of the whole stretch are read at once. */
    private static final double MOST_DAYS = 31;

    private final UnitsOfWork units;
    private final IndexedSubbandFileRepository repository;
    private final GroupingConfig config;

    CompleteGroupResource(UnitsOfWork units, IndexedSubbandFileRepository repository, GroupingConfig config) {
        this.units = units;
        this.repository = repository;
        this.config = config;
    }

    /**
     * The answer of {@link #completeGroups}.
     *
     * @param items in order of time
     */
    @Schema(name = "CompleteGroups")
    public record Answer(@Schema(description = "The groups, in order of time") List<CompleteGroup> items) {
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
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "" + SubbandFileName.SUBBANDS,
                    defaultValue = "" + SubbandFileName.SUBBANDS))
    @Parameter(name = "tolerance_sec", in = ParameterIn.QUERY,
            description = "How long after the first file of an observation others belong to it, seconds; where it is not given, as long"
                    + " as for files that arrive: contimg.ingest.cluster-tolerance, which is "
                    + GroupingRule.USUAL_SECONDS
                    + " s unless configured otherwise",
            schema = @Schema(type = SchemaType.NUMBER, minimum = "0", maximum = "300"))
    @APIResponse(responseCode = "200", description = "The groups")
    @APIResponse(responseCode = "400", description = "Problem details: a parameter is unknown, missing or wrong")
    public Uni<Answer> completeGroups(@Context UriInfo uri) {
        QueryParameters parameters = QueryParameters.only(uri, TimeRange.FROM, TimeRange.TO, "subbands",
                "tolerance_sec");
        TimeRange range = TimeRange.of(parameters);
        if (range.to() - range.from() > MOST_DAYS) {
            throw ProblemException.badRequest(TimeRange.TO, "must be at most 31 days after " + TimeRange.FROM);
        }
        int subbands = parameters.integer("subbands", 1, SubbandFileName.SUBBANDS, SubbandFileName.SUBBANDS);
        double tolerance = parameters.real("tolerance_sec", 0, MOST_TOLERANCE_SECONDS,
                config.clusterTolerance().toMillis() / 1000.0);
        return units.read(Database.HDF5, UnitOfWork.named("complete groups",
                connection -> new Answer(
                        repository.completeGroups(range.from(), range.to(), subbands, tolerance))));
    }
}

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
import org.dsa110.contimg.observation.SubbandFileName;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.dsa110.contimg.rest.query.Parameter;
import org.dsa110.contimg.rest.query.Queries;
import org.dsa110.contimg.rest.query.QueryParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Which observations are complete, over REST. Thread-safe. */
@WithRest
@Path("/api/v1/hdf5/complete_groups")
@Produces(MediaType.APPLICATION_JSON)
public class CompleteGroupResource implements Queries {
    /** Observations begin 309 s apart: a longer tolerance would put two together. */
    private static final double MOST_TOLERANCE_SECONDS = 300;
    /** A day has some 4,000 files, and those of the whole stretch are read at once. */
    private static final double MOST_DAYS = 31;

    private static final Parameter<Long> SUBBANDS = Parameter
            .integer("subbands", "How many different subbands are enough")
            .between(1L, (long) SubbandFileName.SUBBANDS).otherwise((long) SubbandFileName.SUBBANDS);

    private final UnitsOfWork units;
    private final IndexedSubbandFileRepository repository;
    private final Parameter<Double> tolerance;
    private final NamedQuery query;

    CompleteGroupResource(UnitsOfWork units, IndexedSubbandFileRepository repository, GroupingConfig config) {
        this.units = units;
        this.repository = repository;
        this.tolerance = Parameter.real("tolerance_sec",
                "How long after the first file of an observation others belong to it, seconds; where it is not given, as long as for"
                        + " files that arrive: contimg.ingest.cluster-tolerance")
                .between(0.0, MOST_TOLERANCE_SECONDS).otherwise(config.clusterTolerance().toMillis() / 1000.0);
        this.query = NamedQuery.of("list_complete_groups", TimeRange.FROM, TimeRange.TO, SUBBANDS, tolerance);
    }

    @Override
    public List<NamedQuery> queries() {
        return List.of(query);
    }

    /** The answer of {@link #completeGroups}. */
    @Schema(name = "CompleteGroups")
    public record Answer(@Schema(description = "The groups, in order of time") List<CompleteGroup> items) {
    }

    /** The observations that can be converted. */
    @GET
    @Operation(operationId = "list_complete_groups", summary = "Observations with all their subbands on disk",
            description = "Those that begin in a stretch of time of up to 31 days. Files belong together as long as they are no more than"
                    + " the tolerance after the first of them, whatever group_id they have; different subbands are counted, not files.")
    @APIResponse(responseCode = "200", description = "The groups")
    @APIResponse(responseCode = "400", description = "Problem details: a parameter is unknown, missing or wrong")
    public Uni<Answer> completeGroups(@Context UriInfo uri) {
        QueryParameters asked = query.read(uri);
        TimeRange range = TimeRange.of(asked);
        if (range.to() - range.from() > MOST_DAYS) {
            throw ProblemException.badRequest(TimeRange.TO.name(),
                    "must be at most 31 days after " + TimeRange.FROM.name());
        }
        return units.read(Database.HDF5, UnitOfWork.named("complete groups",
                connection -> new Answer(repository.completeGroups(range.from(), range.to(),
                        asked.get(SUBBANDS).intValue(), asked.get(tolerance)))));
    }
}

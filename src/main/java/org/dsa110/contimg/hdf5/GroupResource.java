package org.dsa110.contimg.hdf5;

import java.util.List;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.rest.NamedList;
import org.dsa110.contimg.rest.NamedListOpenApi;
import org.dsa110.contimg.rest.ProblemException;
import org.dsa110.contimg.rest.QueryParameters;
import org.dsa110.contimg.rest.TableAccess;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.WithRest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Subband files over REST by group and by time, and which observations are complete. Thread-safe. */
@WithRest
// Not that of the database, which would hide the paths of actions on its tables, such as imports.
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "hdf5")
public class GroupResource {
    private static final String TABLE = "hdf5.hdf5_file_index";
    private static final String FROM = "from_mjd";
    private static final String TO = "to_mjd";
    private static final String BY_SUBBAND = "timestamp_mjd,subband_code";
    private static final int SUBBANDS = 16;
    private static final double TOLERANCE_SECONDS = 60;
    /** Observations come 309 s apart: what is longer would join two. */
    private static final double MOST_TOLERANCE_SECONDS = 300;
    /** 4,000 files a day. */
    private static final double MOST_DAYS = 31;

    private final UnitsOfWork units;
    private final IndexedSubbandFileRepository repository;
    private final TableRows<IndexedSubbandFile> files;

    GroupResource(UnitsOfWork units, IndexedSubbandFileRepository repository, TableAccess access) {
        this.units = units;
        this.repository = repository;
        this.files = new TableRows<>(access, Database.HDF5, IndexedSubbandFile.class);
    }

    /**
     * The answer of {@link #completeGroups}.
     *
     * @param items in order of time
     */
    public record CompleteGroups(@Schema(description = "The groups, in order of time") List<CompleteGroup> items) {
    }

    /** The files of one group. */
    @GET
    @Path("hdf5/groups/{group_id}/files")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "list_files_of_group", summary = "Subband files of a group",
            description = "All files with this group_id, also those that are not on disk any more: stored=1 leaves these out. By time,"
                    + " then by subband, unless another order is asked for.")
    @APIResponse(responseCode = "404", description = "Problem details: no file has this group_id")
    @Extension(name = NamedListOpenApi.LIST_OF, value = TABLE)
    public Uni<Response> filesOfGroup(
            @Parameter(
                    description = "The group's id, the earliest timestamp of its members") @PathParam("group_id") String groupId,
            @Context UriInfo uri, @Context HttpHeaders headers) {
        Uni<Response> list = files.list(uri, headers,
                new NamedList(Set.of(), "group_id = ?", List.of(groupId), BY_SUBBAND));
        return units
                .read(Database.HDF5, UnitOfWork.named("find group", connection -> repository.count("groupId", groupId)))
                .flatMap(count -> {
                    if (count == 0) {
                        throw ProblemException.notFound("no file of the group " + groupId + " is in " + TABLE);
                    }
                    return list;
                });
    }

    /** The files of a stretch of time. */
    @GET
    @Path("hdf5/files")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "list_files_by_time", summary = "Subband files of a stretch of time",
            description = "Files whose timestamp_mjd is between two times. Only those that are still on disk, unless there is a filter of"
                    + " stored, such as stored__in=0,1. By time, then by subband, unless another order is asked for.")
    @Parameter(name = FROM, in = ParameterIn.QUERY, required = true,
            description = "From this time on, MJD (days, UTC), inclusive",
            schema = @Schema(type = SchemaType.NUMBER, format = "double"))
    @Parameter(name = TO, in = ParameterIn.QUERY, required = true,
            description = "Up to this time, MJD (days, UTC), inclusive",
            schema = @Schema(type = SchemaType.NUMBER, format = "double"))
    @Extension(name = NamedListOpenApi.LIST_OF, value = TABLE)
    public Uni<Response> filesByTime(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters parameters = QueryParameters.of(uri);
        double from = parameters.requiredReal(FROM);
        double to = to(parameters, from);
        String condition = "timestamp_mjd >= ? AND timestamp_mjd <= ?"
                + (parameters.filters("stored") ? "" : " AND stored = 1");
        return files.list(uri, headers, new NamedList(Set.of(FROM, TO), condition, List.of(from, to), BY_SUBBAND));
    }

    /** The observations that can be converted. */
    @GET
    @Path("hdf5/complete_groups")
    @Operation(operationId = "list_complete_groups", summary = "Observations with all their subbands on disk",
            description = "Those that begin in a stretch of time of up to 31 days. Files belong together as long as they are no more than"
                    + " the tolerance after the first of them, whatever group_id they have; different subbands are counted, not files.")
    @Parameter(name = FROM, in = ParameterIn.QUERY, required = true,
            description = "From this time on, MJD (days, UTC), inclusive",
            schema = @Schema(type = SchemaType.NUMBER, format = "double"))
    @Parameter(name = TO, in = ParameterIn.QUERY, required = true,
            description = "Up to this time, MJD (days, UTC), inclusive",
            schema = @Schema(type = SchemaType.NUMBER, format = "double"))
    @Parameter(name = "subbands", in = ParameterIn.QUERY, description = "How many different subbands are enough",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "16", defaultValue = "16"))
    @Parameter(name = "tolerance_sec", in = ParameterIn.QUERY,
            description = "How long after the first file of an observation others belong to it, seconds",
            schema = @Schema(type = SchemaType.NUMBER, minimum = "0", maximum = "300", defaultValue = "60"))
    @APIResponse(responseCode = "200", description = "The groups")
    @APIResponse(responseCode = "400", description = "Problem details: a parameter is unknown, missing or wrong")
    public Uni<CompleteGroups> completeGroups(@Context UriInfo uri) {
        QueryParameters parameters = QueryParameters.only(uri, FROM, TO, "subbands", "tolerance_sec");
        double from = parameters.requiredReal(FROM);
        double to = to(parameters, from);
        if (to - from > MOST_DAYS) {
            throw ProblemException.badRequest(TO, "must be at most 31 days after " + FROM);
        }
        int subbands = parameters.integer("subbands", 1, SUBBANDS, SUBBANDS);
        double tolerance = parameters.real("tolerance_sec", 0, MOST_TOLERANCE_SECONDS, TOLERANCE_SECONDS);
        return units.read(Database.HDF5, UnitOfWork.named("complete groups",
                connection -> new CompleteGroups(repository.completeGroups(from, to, subbands, tolerance))));
    }

    private static double to(QueryParameters parameters, double from) {
        double to = parameters.requiredReal(TO);
        if (to < from) {
            throw ProblemException.badRequest(TO, "must not be earlier than " + FROM);
        }
        return to;
    }
}

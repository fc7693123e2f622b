package org.dsa110.contimg.hdf5;

import java.util.List;

import jakarta.ws.rs.Encoded;
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
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.dsa110.contimg.rest.query.Queries;
import org.dsa110.contimg.rest.query.QueryParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The lists of subband files over REST that have paths of their own. */
public final class FileLists {
    /** As the OpenAPI document calls it. */
    private static final String TABLE = "hdf5.hdf5_file_index";
    private static final String BY_SUBBAND = "timestamp_mjd,subband_code";

    private FileLists() {
    }

    /** Subband files over REST by time. Thread-safe. */
    @WithRest
    @Path("/api/v1/hdf5/files")
    @Produces(MediaType.WILDCARD)
    public static class ByTime implements Queries {
        private static final NamedQuery QUERY = NamedQuery.listOf(TABLE, "list_files_by_time",
                TimeRange.FROM, TimeRange.TO);

        private final TableRows<IndexedSubbandFile> files;

        ByTime(TableServices services) {
            this.files = new TableRows<>(services, Database.HDF5, IndexedSubbandFile.class);
        }

        @GET
        @Operation(operationId = "list_files_by_time", summary = "Subband files of a stretch of time",
                description = "Files whose timestamp_mjd is between two times. Only those that are still on disk, unless there is a filter of"
                        + " stored, such as stored__in=0,1. By time, then by subband, unless another order is asked for.")
        public Uni<Response> filesByTime(@Context UriInfo uri, @Context HttpHeaders headers) {
            QueryParameters asked = QUERY.read(uri);
            TimeRange range = TimeRange.of(asked);
            String condition = "timestamp_mjd >= ? AND timestamp_mjd <= ?"
                    + (asked.filters("stored") ? "" : " AND stored = 1");
            return files.list(uri, headers, QUERY.list(condition, List.of(range.from(), range.to()), BY_SUBBAND));
        }

        @Override
        public List<NamedQuery> queries() {
            return List.of(QUERY);
        }
    }

    /** Subband files of a group over REST. Thread-safe. */
    @WithRest
    @Path("/api/v1/hdf5/groups/{group_id}/files")
    @Produces(MediaType.WILDCARD)
    public static class OfGroup implements Queries {
        private static final NamedQuery QUERY = NamedQuery.listOf(TABLE, "list_files_of_group");

        private final UnitExecutor units;
        private final IndexedSubbandFileRepository repository;
        private final TableRows<IndexedSubbandFile> files;

        OfGroup(UnitExecutor units, IndexedSubbandFileRepository repository, TableServices services) {
            this.units = units;
            this.repository = repository;
            this.files = new TableRows<>(services, Database.HDF5, IndexedSubbandFile.class);
        }

        @GET
        @Operation(operationId = "list_files_of_group", summary = "Subband files of a group",
                description = "All files with this group_id, also those that are not on disk any more: stored=1 leaves these out. By time,"
                        + " then by subband, unless another order is asked for.")
        @APIResponse(responseCode = "404", description = "Problem details: no file has this group_id")
        public Uni<Response> filesOfGroup(
                @Parameter(
                        description = "The group's id, the earliest timestamp of its members") @PathParam("group_id") @Encoded String group,
                @Context UriInfo uri, @Context HttpHeaders headers) {
            String groupId = files.text("group_id", group);
            Uni<Response> list = files.list(uri, headers,
                    QUERY.list("group_id = ?", List.of(groupId), BY_SUBBAND));
            return units
                    .read(Database.HDF5,
                            UnitOfWork.named("find group", connection -> repository.count("groupId", groupId)))
                    .flatMap(count -> {
                        if (count == 0) {
                            throw ProblemException.notFound("no file of the group " + groupId + " is in " + TABLE);
                        }
                        return list;
                    });
        }

        @Override
        public List<NamedQuery> queries() {
            return List.of(QUERY);
        }
    }
}

package org.dsa110.contimg.hdf5;

import java.util.List;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.list.NamedList;
import org.dsa110.contimg.rest.internal.list.QueryParameters;
import org.dsa110.contimg.rest.internal.openapi.NamedListOpenApi;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Subband files over REST by time. Thread-safe. */
@WithRest
@Path("/api/v1/hdf5/files")
@Produces(MediaType.WILDCARD)
@Tag(name = "hdf5")
public class FilesByTimeResource {
    private final TableRows<IndexedSubbandFile> files;

    FilesByTimeResource(TableServices access) {
        this.files = new TableRows<>(access, Database.HDF5, IndexedSubbandFile.class);
    }

    /** The files of a stretch of time. */
    @GET
    @Operation(operationId = "list_files_by_time", summary = "Subband files of a stretch of time",
            description = "Files whose timestamp_mjd is between two times. Only those that are still on disk, unless there is a filter of"
                    + " stored, such as stored__in=0,1. By time, then by subband, unless another order is asked for.")
    @Parameter(name = TimeRange.FROM, in = ParameterIn.QUERY, required = true,
            description = "From this time on, MJD (days, UTC), inclusive",
            schema = @Schema(type = SchemaType.NUMBER, format = "double"))
    @Parameter(name = TimeRange.TO, in = ParameterIn.QUERY, required = true,
            description = "Up to this time, MJD (days, UTC), inclusive",
            schema = @Schema(type = SchemaType.NUMBER, format = "double"))
    @Extension(name = NamedListOpenApi.LIST_OF, value = IndexedSubbandFileResource.NAME)
    public Uni<Response> filesByTime(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters parameters = QueryParameters.of(uri);
        TimeRange range = TimeRange.of(parameters);
        String condition = "timestamp_mjd >= ? AND timestamp_mjd <= ?"
                + (parameters.filters("stored") ? "" : " AND stored = 1");
        return files.list(uri, headers, new NamedList(Set.of(TimeRange.FROM, TimeRange.TO), condition,
                List.of(range.from(), range.to()), IndexedSubbandFileResource.BY_SUBBAND));
    }
}

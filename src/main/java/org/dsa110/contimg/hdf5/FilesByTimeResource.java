package org.dsa110.contimg.hdf5;

import java.util.List;

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
import org.dsa110.contimg.hdf5.FileTables.IndexedSubbandFiles;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.dsa110.contimg.rest.query.Queries;
import org.dsa110.contimg.rest.query.QueryParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Subband files over REST by time. Thread-safe. */
@WithRest
@Path("/api/v1/hdf5/files")
@Produces(MediaType.WILDCARD)
public class FilesByTimeResource implements Queries {
    private static final NamedQuery QUERY = NamedQuery.listOf(IndexedSubbandFiles.NAME, "list_files_by_time",
            TimeRange.FROM, TimeRange.TO);

    private final TableRows<IndexedSubbandFile> files;

    FilesByTimeResource(TableServices services) {
        this.files = new TableRows<>(services, Database.HDF5, IndexedSubbandFile.class);
    }

    /** The files of a stretch of time. */
    @GET
    @Operation(operationId = "list_files_by_time", summary = "Subband files of a stretch of time",
            description = "Files whose timestamp_mjd is between two times. Only those that are still on disk, unless there is a filter of"
                    + " stored, such as stored__in=0,1. By time, then by subband, unless another order is asked for.")
    public Uni<Response> filesByTime(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters asked = QUERY.read(uri);
        TimeRange range = TimeRange.of(asked);
        String condition = "timestamp_mjd >= ? AND timestamp_mjd <= ?"
                + (asked.filters("stored") ? "" : " AND stored = 1");
        return files.list(uri, headers, QUERY.list(condition, List.of(range.from(), range.to()),
                IndexedSubbandFiles.BY_SUBBAND));
    }

    @Override
    public List<NamedQuery> queries() {
        return List.of(QUERY);
    }
}

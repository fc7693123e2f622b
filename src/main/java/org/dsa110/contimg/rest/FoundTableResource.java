package org.dsa110.contimg.rest;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.export.Export;
import org.dsa110.contimg.rest.internal.found.FoundTable;
import org.dsa110.contimg.rest.internal.found.FoundTables;
import org.dsa110.contimg.rest.internal.list.ListFormat;
import org.dsa110.contimg.rest.internal.list.ListRequest;
import org.dsa110.contimg.rest.internal.list.PageAnswer;
import org.dsa110.contimg.rest.internal.list.Rows;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.write.EntityTags;
import org.dsa110.contimg.rest.internal.write.Preconditions;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.NamedList;
import org.dsa110.contimg.rest.query.QueryParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * The tables and views of the five files that no entity declares, to be read only. Each read finds out what there is and reads it in one
 * snapshot. Thread-safe.
 */
@WithRest
@Path(FoundTableResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
public class FoundTableResource {
    /** Without a colon, which begins an action; one in a name is sent as %3A. */
    static final String PATH = "/api/v1/{database}/{table: [^/:]+}";
    private static final String DATABASE = "One of products, cal_registry, hdf5, ingest, data_registry";
    private static final String TABLE = "Name of a table or view that another program made, percent-encoded; GET /api/v1/{database}"
            + " lists them";

    private final TableServices services;
    private final FoundTables tables;

    FoundTableResource(TableServices services, FoundTables tables) {
        this.services = services;
        this.tables = tables;
    }

    /** Rows that match all filters: a page as JSON, or all of them in another form. */
    @GET
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "list_rows_of_other_tables", summary = "List rows of another program's table, read-only",
            description = "Any table or view of the file that is not described here by itself: read as SQLite describes it at that"
                    + " moment, and never written. Filters, orders, pages and exports are as in all lists, with the columns that the"
                    + " table has then; a column with the name of a parameter, such as limit, is filtered by limit__eq. Rows without"
                    + " a primary key have the number of the row as their key; rows of a view have none, and are ordered by all"
                    + " columns.")
    public Uni<Response> list(@Parameter(description = DATABASE) @PathParam("database") String database,
            @Parameter(description = TABLE) @PathParam("table") @Encoded String table, @Context UriInfo uri,
            @Context HttpHeaders headers) {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        ListFormat format = ListFormat.choose(parameters.getFirst(ListFormat.PARAMETER.name()), headers);
        Uni<Response> page = read("list other table", database, table, (connection, found) -> {
            ListRequest request = ListRequest.parse(found, parameters, NamedList.ALL, format);
            return format == ListFormat.JSON
                    ? PageAnswer.plain(new Rows(found).list(connection, request))
                    : new Export(services.units(), services.turns(), services.packing(), request, format)
                            .first(connection).answer(headers);
        });
        return format == ListFormat.JSON
                ? PageAnswer.inCodingOf(page, headers, services.packing())
                : services.turns().inTurn(() -> page);
    }

    /** One row by its key. */
    @GET
    @Path("{key: .+}")
    @Operation(operationId = "get_row_of_other_tables", summary = "Get one row of another program's table, read-only",
            description = "By its primary key, or by the number of the row where it has none; a composite key has a segment for each"
                    + " column. What a segment would not mean by itself says what it is: ~null, ~text:..., ~bytes: (hexadecimal, of a text"
                    + " that is not UTF-8), ~blob: (hexadecimal), ~real:Infinity.")
    public Uni<Response> get(@Parameter(description = DATABASE) @PathParam("database") String database,
            @Parameter(description = TABLE) @PathParam("table") @Encoded String table,
            @Parameter(description = "Key of the row, each part percent-encoded") @PathParam("key") @Encoded String key,
            @Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters.refuse(uri);
        Preconditions conditions = Preconditions.of(headers);
        return read("get other table", database, table, (connection, found) -> {
            if (found.keys().isEmpty()) {
                throw ProblemException.notFound("rows of " + found + " have no key; its list has them");
            }
            List<Object> values = RowKey.parse(found, key);
            byte[] row = new Rows(found).get(connection, values);
            if (row == null) {
                throw RowKey.notFound(found, key);
            }
            conditions.checkMatch(row);
            Response.ResponseBuilder answer = conditions.notModified(row)
                    ? Response.notModified()
                    : Response.ok(row);
            return answer.header(HttpHeaders.ETAG, EntityTags.of(row)).build();
        });
    }

    private interface Reading {
        Response of(Connection connection, FoundTable table) throws SQLException, IOException;
    }

    private Uni<Response> read(String label, String databaseName, String tableName, Reading reading) {
        Database database = FoundTables.database(databaseName);
        String name = name(tableName);
        return services.units().read(database,
                UnitOfWork.sql(label, connection -> tables.reading(database + "." + name,
                        () -> reading.of(connection, tables.get(connection, database, name)))));
    }

    /** @throws ProblemException 404 for a name that is no text */
    static String name(String encoded) {
        try {
            return RowKey.decode(encoded);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("there is no table with a name that is not UTF-8");
        }
    }
}

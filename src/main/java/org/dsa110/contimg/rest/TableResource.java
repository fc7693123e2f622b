package org.dsa110.contimg.rest;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.BodyParser;
import org.dsa110.contimg.rest.internal.write.EntityTags;
import org.dsa110.contimg.rest.internal.write.IdempotencyKey;
import org.dsa110.contimg.rest.internal.write.Preconditions;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.dsa110.contimg.rest.internal.write.WriteAnswer;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.NamedList;
import org.dsa110.contimg.rest.query.QueryParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * A table over REST: list, one row, create, replace, update, delete. A subclass gives the path and the entity. Thread-safe.
 *
 * @param <E> the entity
 */
@WithRest
@Produces(MediaType.APPLICATION_JSON)
public abstract class TableResource<E> extends ViewResource<E> {
    private final TableDescription<?> table;
    private final TableWrites writes;

    /** A table of which no listener has to hear when its rows change. */
    protected TableResource(TableServices services, Database database, Class<E> entity) {
        this(services, database, entity, RowListener.NONE);
    }

    /** @param listener hears of every row that is added, changed or removed here */
    protected TableResource(TableServices services, Database database, Class<E> entity, RowListener listener) {
        this(services, new TableRows<>(services, database, entity), listener);
    }

    private TableResource(TableServices services, TableRows<E> rows, RowListener listener) {
        super(rows);
        this.table = rows.table();
        this.writes = services.writes(table, listener);
    }

    TableWrites writes() {
        return writes;
    }

    /**
     * A named list: the rows that its condition lets through, with all filters, orders and forms that
     * {@link #list(UriInfo, HttpHeaders)} has. The method that calls it needs {@code @Produces(MediaType.WILDCARD)}, as that has.
     *
     * @throws ProblemException 400 naming every filter that is unknown or wrong, or else the first other parameter that is
     */
    protected final Uni<Response> list(UriInfo uri, HttpHeaders headers, NamedList list) {
        return rows().list(uri, headers, list);
    }

    /** One row by its key. */
    @GET
    @Path("{key: .+}")
    @Operation(summary = "Get one row",
            description = "By its key, percent-encoded; a composite key has a segment for each column.")
    public Uni<Response> get(@PathParam("key") @Encoded String key, @Context UriInfo uri,
            @Context HttpHeaders headers) {
        QueryParameters.refuse(uri);
        List<Object> values = RowKey.parse(table, key);
        Preconditions conditions = Preconditions.of(headers);
        return rows().get(values).map(row -> {
            conditions.checkMatch(found(row, key));
            return conditions.notModified(row)
                    ? Response.notModified().header(HttpHeaders.ETAG, EntityTags.of(row)).build()
                    : tagged(Response.ok(), row);
        });
    }

    /** A new row, or all of several, answered as they are stored. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create one row, or several at once",
            description = "Answers when it is durable, with what is stored. Of an array either all rows are stored or none; the answer"
                    + " has them in the same order, and what is wrong is named by its position, such as [3].path.")
    public Uni<Response> create(InputStream body, @Context HttpHeaders headers) throws IOException {
        String path = table.path();
        return BodyParser.whole(body, sent -> writes.create(sent, path, IdempotencyKey.of(headers, path, sent)))
                .map(WriteAnswer::created);
    }

    /** A whole row at a key, in place of the one that is there. */
    @PUT
    @Path("{key: .+}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Replace one row, or create it at its key",
            description = "Columns that are not sent get their defaults, or no value. A row that is not there is created, unless the"
                    + " database gives the keys. Answers when it is durable, with the row as it is stored.")
    public Uni<Response> replace(@PathParam("key") @Encoded String key, InputStream body, @Context HttpHeaders headers)
            throws IOException {
        List<Object> values = RowKey.parse(table, key);
        Preconditions conditions = Preconditions.of(headers);
        // A path: the framework would put what the client says of the host before a URI.
        return BodyParser.whole(body, sent -> writes.replace(values, sent, conditions))
                .map(replaced -> tagged(replaced.created()
                        ? Response.status(Response.Status.CREATED).header(HttpHeaders.LOCATION,
                                table.path() + "/" + RowKey.encode(values))
                        : Response.ok(), found(replaced.row(), key)));
    }

    /** New values for some columns of a row, answered as it is stored then. */
    @PATCH
    @Path("{key: .+}")
    @Consumes({TableWrites.MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(summary = "Change columns of one row",
            description = "A JSON merge patch (RFC 7396): columns that it does not name stay as they are, null takes a value away."
                    + " Answers when it is durable, with the row as it is stored.")
    public Uni<Response> patch(@PathParam("key") @Encoded String key, InputStream body, @Context HttpHeaders headers)
            throws IOException {
        List<Object> values = RowKey.parse(table, key);
        Preconditions conditions = Preconditions.of(headers);
        return BodyParser.whole(body, sent -> writes.patch(values, sent, conditions))
                .map(row -> tagged(Response.ok(), found(row, key)));
    }

    /** Removes a row. */
    @DELETE
    @Path("{key: .+}")
    @Operation(summary = "Delete one row", description = "Answers when it is durable.")
    public Uni<Response> delete(@PathParam("key") @Encoded String key, @Context HttpHeaders headers) {
        List<Object> values = RowKey.parse(table, key);
        return writes.delete(values, Preconditions.of(headers)).map(was -> {
            if (!was) {
                throw RowKey.notFound(table, key);
            }
            return Response.noContent().build();
        });
    }

    private static Response tagged(Response.ResponseBuilder answer, byte[] row) {
        return answer.header(HttpHeaders.ETAG, EntityTags.of(row)).entity(row).build();
    }

    private byte[] found(byte[] row, String key) {
        if (row == null) {
            throw RowKey.notFound(table, key);
        }
        return row;
    }
}

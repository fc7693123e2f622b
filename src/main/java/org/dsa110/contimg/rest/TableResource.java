package org.dsa110.contimg.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitOfWork;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * A table over REST: list, one row, create, update. A subclass gives the path, the entity and its repository. Thread-safe.
 *
 * @param <E> the entity
 */
@WithRest
@Produces(MediaType.APPLICATION_JSON)
public abstract class TableResource<E> {
    static final String MERGE_PATCH = "application/merge-patch+json";

    private final TableAccess access;
    private final TableDescription<E> table;
    private final Rows rows;
    private final PanacheRepositoryBase<E, ?> repository;

    /** @param repository through which rows are created */
    protected TableResource(TableAccess access, Database database, Class<E> entity,
            PanacheRepositoryBase<E, ?> repository) {
        this.access = access;
        this.table = new TableDescription<>(database, entity);
        this.rows = new Rows(table);
        this.repository = repository;
    }

    /** What the table is, for those that describe it. */
    TableDescription<E> table() {
        return table;
    }

    /** Rows that match all filters, page by page. */
    @GET
    @Operation(summary = "List rows", description = "Filters by any column (column=value), in an order, page by page.")
    public Uni<Response> list(@Context UriInfo uri) {
        ListRequest request = ListRequest.parse(table, uri.getQueryParameters());
        return access.units().read(table.database(), named("list", connection -> Response
                .ok(rows.list(connection, request)).build()));
    }

    /** One row by its key. */
    @GET
    @Path("{key: .+}")
    @Operation(summary = "Get one row",
            description = "By its key, percent-encoded; a composite key has a segment for each column.")
    public Uni<Response> get(@PathParam("key") @Encoded String key) {
        List<Object> values = RowKey.parse(table, key);
        return access.units().read(table.database(),
                named("get", connection -> found(rows.get(connection, values), key)));
    }

    /** A new row, or all of several, answered as they are stored. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create one row, or several at once",
            description = "Answers when it is durable, with what is stored. Of an array either all rows are stored or none; the answer"
                    + " has them in the same order, and what is wrong is named by its position, such as [3].path.")
    @Blocking
    public Uni<Response> create(InputStream body, @Context UriInfo uri) throws IOException {
        NewRows<E> created = NewRows.parse(table, access.validator(), access.read(body));
        String self = uri.getAbsolutePath().getRawPath();
        return access.units().write(table.database(), named("create", connection -> {
            List<List<Object>> keys = created.store(repository);
            if (created.array()) {
                return Response.status(Status.CREATED).entity(rows.getAll(connection, keys)).build();
            }
            List<Object> key = keys.get(0);
            return Response.created(URI.create(self + "/" + RowKey.encode(key))).entity(rows.get(connection, key))
                    .build();
        })).onFailure(DatabaseException.class).transform(created::explain);
    }

    /** New values for some columns of a row, answered as it is stored then. */
    @PATCH
    @Path("{key: .+}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(summary = "Change columns of one row",
            description = "A JSON merge patch (RFC 7396): columns that it does not name stay as they are, null takes a value away."
                    + " Answers when it is durable, with the row as it is stored.")
    @Blocking
    public Uni<Response> update(@PathParam("key") @Encoded String key, InputStream body) throws IOException {
        List<Object> values = RowKey.parse(table, key);
        RowChange change = RowChange.parse(table, access.validator(), values, access.read(body));
        return access.units().write(table.database(), named("update", connection -> {
            change.apply(connection);
            return found(rows.get(connection, values), key);
        }));
    }

    private UnitOfWork<Response> named(String verb, UnitOfWork<Response> work) {
        return UnitOfWork.named(verb + " " + table.name(), work);
    }

    private Response found(byte[] row, String key) {
        if (row == null) {
            throw RowKey.notFound(table, key);
        }
        return Response.ok(row).build();
    }
}

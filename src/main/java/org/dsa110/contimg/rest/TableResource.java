package org.dsa110.contimg.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * A table over REST: list, one row, create. A subclass gives the path, the entity and its repository. Thread-safe.
 *
 * @param <E> the entity
 */
@Produces(MediaType.APPLICATION_JSON)
public abstract class TableResource<E> {
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
        return access.units().read(table.database(), connection -> Response.ok(rows.list(connection, request)).build());
    }

    /** One row by its key. */
    @GET
    @Path("{key: .+}")
    @Operation(summary = "Get one row",
            description = "By its key, percent-encoded; a composite key has a segment for each column.")
    public Uni<Response> get(@PathParam("key") @Encoded String key) {
        List<Object> values = RowKey.parse(table, key);
        return access.units().read(table.database(), connection -> {
            byte[] row = rows.get(connection, values);
            if (row == null) {
                throw RowKey.notFound(table, key);
            }
            return Response.ok(row).build();
        });
    }

    /** A new row, answered as it is stored. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create a row", description = "Answers when the row is durable, with the row as it is stored.")
    @Blocking
    public Uni<Response> create(InputStream body, @Context UriInfo uri) throws IOException {
        RowBody<E> row = RowBody.parse(table, access.validator(), access.read(body));
        URI self = uri.getAbsolutePath();
        return access.units().write(table.database(), connection -> {
            E entity = row.toEntity();
            repository.persistAndFlush(entity);
            List<Object> key = key(entity);
            return Response.created(URI.create(self.getRawPath() + "/" + RowKey.encode(key)))
                    .entity(rows.get(connection, key)).build();
        });
    }

    private List<Object> key(E entity) throws IllegalAccessException {
        List<Object> key = new ArrayList<>();
        for (ColumnDescription column : table.keys()) {
            key.add(column.field().get(entity));
        }
        return key;
    }
}

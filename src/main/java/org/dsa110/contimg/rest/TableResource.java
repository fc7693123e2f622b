package org.dsa110.contimg.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

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

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.imports.CsvRows;
import org.dsa110.contimg.rest.internal.imports.Import;
import org.dsa110.contimg.rest.internal.imports.ImportReport;
import org.dsa110.contimg.rest.internal.imports.ImportedRows;
import org.dsa110.contimg.rest.internal.imports.NdjsonRows;
import org.dsa110.contimg.rest.internal.list.NamedList;
import org.dsa110.contimg.rest.internal.list.QueryParameters;
import org.dsa110.contimg.rest.internal.list.Rows;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.EntityTag;
import org.dsa110.contimg.rest.internal.write.IdempotencyKey;
import org.dsa110.contimg.rest.internal.write.MergedRows;
import org.dsa110.contimg.rest.internal.write.NewRowRule;
import org.dsa110.contimg.rest.internal.write.NewRows;
import org.dsa110.contimg.rest.internal.write.Preconditions;
import org.dsa110.contimg.rest.internal.write.RowChange;
import org.dsa110.contimg.rest.internal.write.RowInsert;
import org.dsa110.contimg.rest.internal.write.RowReplacement;
import org.dsa110.contimg.rest.internal.write.RowRule;
import org.dsa110.contimg.rest.internal.write.RowStore;
import org.dsa110.contimg.rest.internal.write.StoredRows;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * A table over REST: list, one row, create, replace, update, delete. A subclass gives the path and the entity. Thread-safe.
 *
 * @param <E> the entity
 */
@WithRest
@Produces(MediaType.APPLICATION_JSON)
public abstract class TableResource<E> {
    public static final String MERGE_PATCH = "application/merge-patch+json";

    private final TableServices access;
    private final TableDescription<E> table;
    private final Rows rows;
    private final RowStore<E> store;

    /** A table whose rows nobody else keeps anything about. */
    protected TableResource(TableServices access, Database database, Class<E> entity) {
        this(access, database, entity, RowListener.NONE);
    }

    /** @param changes hears of every row that is added, changed or removed here */
    protected TableResource(TableServices access, Database database, Class<E> entity, RowListener changes) {
        this.access = access;
        this.table = new TableDescription<>(database, entity);
        this.rows = new Rows(table);
        this.store = new RowStore<>(table, changes);
    }

    /** What the table is, for those that describe it. */
    public TableDescription<E> table() {
        return table;
    }

    /** Rows that match all filters: a page as JSON, or all of them in another form. */
    @GET
    // The header decides together with a parameter, which the framework does not know.
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "List rows",
            description = "Filters by any column (column=value), in an order: as JSON page by page, as NDJSON, CSV or VOTable all of"
                    + " them. Each row that is there all the while comes once.")
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        return list(uri, headers, NamedList.ALL);
    }

    /**
     * Some rows under a name of their own, with all that {@link #list(UriInfo, HttpHeaders)} offers. Its resource says that it produces
     * any media type, as the list does.
     *
     * @throws ProblemException 400 naming every parameter that is unknown or has a wrong value
     */
    protected final Uni<Response> list(UriInfo uri, HttpHeaders headers, NamedList list) {
        return new TableRows<>(access, table).list(uri, headers, list);
    }

    /** One row by its key. */
    @GET
    @Path("{key: .+}")
    @Operation(summary = "Get one row",
            description = "By its key, percent-encoded; a composite key has a segment for each column.")
    public Uni<Response> get(@PathParam("key") @Encoded String key, @Context UriInfo uri,
            @Context HttpHeaders headers) {
        QueryParameters.only(uri);
        List<Object> values = RowKey.parse(table, key);
        Preconditions conditions = Preconditions.of(headers);
        return access.units().read(table.database(), named("get", connection -> {
            byte[] row = found(rows.get(connection, values), key);
            conditions.checkMatch(row);
            return conditions.notModified(row)
                    ? Response.notModified().header(HttpHeaders.ETAG, EntityTag.of(row)).build()
                    : tagged(Response.ok(), row);
        }));
    }

    /** A new row, or all of several, answered as they are stored. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create one row, or several at once",
            description = "Answers when it is durable, with what is stored. Of an array either all rows are stored or none; the answer"
                    + " has them in the same order, and what is wrong is named by its position, such as [3].path.")
    @Blocking
    public Uni<Response> create(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers)
            throws IOException {
        byte[] sent = access.read(body);
        String self = uri.getAbsolutePath().getRawPath();
        IdempotencyKey once = IdempotencyKey.of(headers, self, sent);
        NewRows<E> created = NewRows.parse(table, access.validator(), sent);
        return access.units().write(table.database(), named("create", connection -> access.idempotencyKeys()
                .once(connection, table.database(), once, same -> store(created, same, self)).created()))
                .onFailure(DatabaseException.class).transform(created::explain);
    }

    /** A whole row at a key, in place of the one that is there. */
    @PUT
    @Path("{key: .+}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Replace one row, or create it at its key",
            description = "Columns that are not sent get their defaults, or no value. A row that is not there is created, unless the"
                    + " database gives the keys. Answers when it is durable, with the row as it is stored.")
    @Blocking
    public Uni<Response> replace(@PathParam("key") @Encoded String key, InputStream body, @Context UriInfo uri,
            @Context HttpHeaders headers) throws IOException {
        List<Object> values = RowKey.parse(table, key);
        Preconditions conditions = Preconditions.of(headers);
        RowReplacement replacement = RowReplacement.parse(table, access.validator(), values, access.read(body));
        URI self = URI.create(uri.getAbsolutePath().getRawPath());
        return access.units().write(table.database(), named("replace", connection -> {
            byte[] before = rows.get(connection, values);
            if (before == null && table.generatesKey()) {
                throw RowKey.notFound(table, key);
            }
            conditions.check(before);
            if (before != null) {
                store.update(connection, values, replacement.values());
                return tagged(Response.ok(), rows.get(connection, values));
            }
            try (RowInsert<E> insert = store.insert(connection)) {
                insert.add(replacement.row());
            }
            return tagged(Response.created(self), rows.get(connection, values));
        }));
    }

    /** New values for some columns of a row, answered as it is stored then. */
    @PATCH
    @Path("{key: .+}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(summary = "Change columns of one row",
            description = "A JSON merge patch (RFC 7396): columns that it does not name stay as they are, null takes a value away."
                    + " Answers when it is durable, with the row as it is stored.")
    @Blocking
    public Uni<Response> update(@PathParam("key") @Encoded String key, InputStream body, @Context HttpHeaders headers)
            throws IOException {
        List<Object> values = RowKey.parse(table, key);
        Preconditions conditions = Preconditions.of(headers);
        Map<ColumnDescription, Object> change = RowChange.parse(table, access.validator(), values, access.read(body));
        return access.units().write(table.database(), named("update", connection -> {
            check(conditions, connection, values, key);
            if (!store.update(connection, values, change)) {
                throw RowKey.notFound(table, key);
            }
            return tagged(Response.ok(), rows.get(connection, values));
        }));
    }

    /** Removes a row. */
    @DELETE
    @Path("{key: .+}")
    @Operation(summary = "Delete one row", description = "Answers when it is durable.")
    public Uni<Response> delete(@PathParam("key") @Encoded String key, @Context HttpHeaders headers) {
        List<Object> values = RowKey.parse(table, key);
        Preconditions conditions = Preconditions.of(headers);
        return access.units().write(table.database(), named("delete", connection -> {
            check(conditions, connection, values, key);
            if (!store.delete(connection, values)) {
                throw RowKey.notFound(table, key);
            }
            return Response.noContent().build();
        }));
    }

    private StoredRows store(NewRows<E> created, Connection connection, String self)
            throws SQLException, IOException {
        List<List<Object>> keys = created.store(store, connection);
        return stored(connection, keys, created.array(), self);
    }

    private StoredRows merge(MergedRows<E> merged, Preconditions conditions, Connection connection)
            throws SQLException, IOException {
        if (conditions.any()) {
            conditions.check(rows.get(connection, merged.firstKey()));
        }
        return stored(connection, merged.store(store, connection), merged.array(), table.path());
    }

    private StoredRows stored(Connection connection, List<List<Object>> keys, boolean array, String self)
            throws SQLException, IOException {
        return array
                ? new StoredRows(null, rows.getAll(connection, keys), false)
                : new StoredRows(self + "/" + RowKey.encode(keys.get(0)), rows.get(connection, keys.get(0)), false);
    }

    /** In the unit of work that changes the row, so that nothing comes between. */
    private void check(Preconditions conditions, Connection connection, List<Object> values, String key)
            throws SQLException, IOException {
        if (conditions.any()) {
            conditions.check(found(rows.get(connection, values), key));
        }
    }

    private static Response tagged(Response.ResponseBuilder answer, byte[] row) {
        return answer.header(HttpHeaders.ETAG, EntityTag.of(row)).entity(row).build();
    }

    /** Whether rows are also upserted here, which is for tables whose rows have keys of their own. */
    public boolean merges() {
        return false;
    }

    /** Rows that are added, or merged into those that are there; see {@link UpsertResource}. */
    Uni<Response> upsert(byte[] sent, IdempotencyKey once, Preconditions conditions) {
        if (!merges()) {
            throw ProblemException.notFound(table + " has no upsert");
        }
        MergedRows<E> merged = MergedRows.parse(table, access.validator(), sent);
        if (merged.array()) {
            conditions.refuse("is for one row, and an array was sent");
        }
        return access.units().write(table.database(), named("upsert", connection -> access.idempotencyKeys()
                .once(connection, table.database(), once, same -> merge(merged, conditions, same)).merged()))
                .onFailure(DatabaseException.class).transform(merged::explain);
    }

    /** Rows of any number, each stored by itself; see {@link ImportResource}. Blocks until all are. */
    ImportReport importRows(InputStream upload, boolean csv) {
        RowRule rule = new NewRowRule<>(table, access.validator());
        ImportedRows imported = csv ? new CsvRows(upload, table, rule) : new NdjsonRows(upload, table, rule);
        return new Import(access.units(), table, store).run(imported);
    }

    private UnitOfWork<Response> named(String verb, UnitOfWork<Response> work) {
        return UnitOfWork.named(verb + " " + table.name(), work);
    }

    private byte[] found(byte[] row, String key) {
        if (row == null) {
            throw RowKey.notFound(table, key);
        }
        return row;
    }
}

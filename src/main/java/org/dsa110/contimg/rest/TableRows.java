package org.dsa110.contimg.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.core.JsonGenerator;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.rest.internal.export.Export;
import org.dsa110.contimg.rest.internal.list.ListFormat;
import org.dsa110.contimg.rest.internal.list.ListRequest;
import org.dsa110.contimg.rest.internal.list.PageAnswer;
import org.dsa110.contimg.rest.internal.list.Rows;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.ActionBody;
import org.dsa110.contimg.rest.internal.write.BodyParser;
import org.dsa110.contimg.rest.internal.write.EntityTags;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.NamedList;
import org.dsa110.contimg.rest.query.Parameter;

/**
 * Reads the rows of a table, or of a query, for the resources that serve them, and for others, such as actions: so rows look the same and
 * lists take the same parameters everywhere. Thread-safe.
 *
 * @param <E> the entity, or a class that declares the columns of a query as an entity does
 */
public final class TableRows<E> {
    /** The parameter that says in what form a list is wanted. */
    public static final Parameter<String> FORMAT = ListFormat.PARAMETER;

    private final TableServices services;
    private final TableDescription<?> table;
    private final Rows rows;

    /** Those of a table. */
    public TableRows(TableServices services, Database database, Class<E> entity) {
        this(services, new TableDescription<>(database, entity));
    }

    /**
     * Those of a query.
     *
     * @param row has a name for them in its {@code @Table}, and a field with a {@code @Schema} for each column of the query
     * @param query a SELECT without question marks. Where it groups or computes rows it ends in ORDER BY its key: SQLite then walks the
     *         index of the key for a page, and would otherwise compute all rows for each
     */
    public TableRows(TableServices services, Database database, Class<E> row, String query) {
        this(services, new TableDescription<>(database, row, query));
    }

    /**
     * Those of a query.
     *
     * @param row has a name for them in its {@code @Table}, and a field with a {@code @Schema} for each column of the query
     * @param query a SELECT without question marks that ends in ORDER BY its key
     * @param inOtherOrders a SELECT of the same rows that names no order: what a list in any order but that of the key is read from
     */
    public TableRows(TableServices services, Database database, Class<E> row, String query, String inOtherOrders) {
        this(services, new TableDescription<>(database, row, query, inOtherOrders));
    }

    TableRows(TableServices services, TableDescription<?> table) {
        this.services = services;
        this.table = table;
        this.rows = new Rows(table);
    }

    /** Of which table they are, such as {@code products.images}. */
    public String name() {
        return table.toString();
    }

    TableDescription<?> table() {
        return table;
    }

    /**
     * A list as the client asks for it: a page as JSON, or all rows in another form.
     *
     * @throws ProblemException 400 naming every filter that is unknown or wrong, or else the first other parameter that is
     */
    public Uni<Response> list(UriInfo uri, HttpHeaders headers, NamedList list) {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        ListFormat format = ListFormat.choose(parameters.getFirst(FORMAT.name()), headers);
        ListRequest request = ListRequest.parse(table, parameters, list, format);
        if (format != ListFormat.JSON) {
            return export(request, format, headers);
        }
        return inCodingOf(services.units().read(table.database(),
                UnitOfWork.sql("list " + table.name(), connection -> json(rows.list(connection, request)))), headers);
    }

    /**
     * All rows of a list with some columns, where the client asks for another form than JSON.
     *
     * @param fields the columns that are wanted
     * @return the export; null where the client wants JSON, which the caller then makes itself
     * @throws ProblemException 400 for a form that is not known
     */
    public Uni<Response> export(UriInfo uri, HttpHeaders headers, NamedList list, String... fields) {
        ListFormat format = ListFormat.choose(uri.getQueryParameters().getFirst(FORMAT.name()), headers);
        return format == ListFormat.JSON ? null : export(all(list, Long.MAX_VALUE, fields), format, headers);
    }

    private Uni<Response> export(ListRequest request, ListFormat format, HttpHeaders headers) {
        return new Export(services.units(), services.turns(), services.packing(), request, format).next()
                .map(export -> export.answer(headers));
    }

    /** The answer with rows that a resource wrote as JSON itself, for {@link #inCodingOf}. */
    public static Response json(byte[] rows) {
        return PageAnswer.plain(rows);
    }

    /**
     * The answer compressed, where it is long and the client takes that.
     *
     * @param json made by {@link #json}
     */
    public Uni<Response> inCodingOf(Uni<Response> json, HttpHeaders client) {
        return PageAnswer.inCodingOf(json, client, services.packing());
    }

    private ListRequest all(NamedList list, long limit, String... fields) {
        return ListRequest.all(table, list, limit, Arrays.stream(fields).map(table::column).toList());
    }

    /** One row as a JSON object; null when no row has that key. */
    Uni<byte[]> get(List<Object> key) {
        return services.units().read(table.database(),
                UnitOfWork.sql("get " + table.name(), connection -> rows.get(connection, key)));
    }

    /** One row as a JSON object, inside a unit of work; null when no row has that key. */
    public byte[] get(Connection connection, Object... key) throws SQLException, IOException {
        return rows.get(connection, Arrays.asList(key));
    }

    /** The answer with one row and its ETag, inside a unit of work. The row must exist. */
    public Response answer(Response.ResponseBuilder answer, Connection connection, Object... key)
            throws SQLException, IOException {
        byte[] row = get(connection, key);
        return answer.header(HttpHeaders.ETAG, EntityTags.of(row)).entity(row).build();
    }

    /**
     * A row with one more field.
     *
     * @param row as JSON
     * @param name the field, which needs no escape
     * @param value any JSON; null for null
     */
    public static byte[] with(byte[] row, String name, byte[] value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(row.length + 512);
        bytes.write(row, 0, row.length - 1);
        bytes.writeBytes((",\"" + name + "\":").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(value == null ? "null".getBytes(StandardCharsets.UTF_8) : value);
        bytes.write('}');
        return bytes.toByteArray();
    }

    /**
     * Writes the first rows of a list as JSON objects, inside a unit of work.
     *
     * @param limit how many at the most
     * @param fields the columns that are wanted
     * @return whether there are no more
     */
    public boolean write(JsonGenerator json, Connection connection, NamedList list, int limit, String... fields)
            throws SQLException, IOException {
        return Rows.write(json, connection, all(list, limit, fields)) == null;
    }

    /**
     * The key in a URL.
     *
     * @throws ProblemException 404 for anything that cannot be a key
     */
    public List<Object> key(String encoded) {
        return RowKey.parse(table, encoded);
    }

    /**
     * The text of a column of texts in a URL's path, where it is no key.
     *
     * @throws ProblemException 404 for anything that cannot be such a text
     */
    public String text(String column, String encoded) {
        return RowKey.text(table, table.column(column), encoded);
    }

    /** What to answer when no row has a key. */
    public ProblemException notFound(String encoded) {
        return RowKey.notFound(table, encoded);
    }

    /**
     * The body of a request that does something to one row: values for some of its columns. A null is the same as no value.
     *
     * @param required the columns that must have a value
     * @param optional those that may
     * @return the values by the name of the column
     * @throws ProblemException 400 naming every field that is unknown, missing or wrong
     */
    public Map<String, Object> read(InputStream body, List<String> required, List<String> optional)
            throws IOException {
        return ActionBody.parse(table, services.validator(), BodyParser.read(body), required, optional);
    }

    /** Like {@link #read}, of a body that does the same to several rows: an array of 1 to 1000 objects, or one object. */
    public List<Map<String, Object>> readAll(InputStream body, List<String> required, List<String> optional)
            throws IOException {
        return ActionBody.parseAll(table, services.validator(), BodyParser.read(body), required, optional);
    }
}

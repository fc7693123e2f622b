package org.dsa110.contimg.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.table.Described;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.query.NamedList;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Rows over REST, to be read only: those of a query, or in a {@link TableResource} those of a table. A subclass gives the path, a class
 * that declares the columns as an entity does, and the query. Thread-safe.
 *
 * @param <E> a row
 */
@WithRest
@Produces(MediaType.APPLICATION_JSON)
public abstract class ViewResource<E> implements Described {
    private final TableRows<E> rows;

    /** @param query as {@link TableRows} has it */
    protected ViewResource(TableServices services, Database database, Class<E> row, String query) {
        this.rows = new TableRows<>(services, database, row, query);
    }

    /**
     * @param query as {@link TableRows} has it
     * @param inOtherOrders the same
     */
    protected ViewResource(TableServices services, Database database, Class<E> row, String query,
            String inOtherOrders) {
        this.rows = new TableRows<>(services, database, row, query, inOtherOrders);
    }

    ViewResource(TableRows<E> rows) {
        this.rows = rows;
    }

    /** The rows, for what a subclass serves beside the list. */
    protected final TableRows<E> rows() {
        return rows;
    }

    @Override
    public final TableDescription<?> table() {
        return rows.table();
    }

    /** Rows that match all filters: a page as JSON, or all of them in another form. */
    @GET
    // Any media type: the form is chosen by ?as= and the Accept header together (ListFormat); the framework would look at the header alone.
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "List rows",
            description = "Filters by any column (column=value), in an order: as JSON page by page, as NDJSON, CSV, ECSV or VOTable all of"
                    + " them. Each row that is there all the while comes once.")
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        return rows.list(uri, headers, NamedList.ALL);
    }
}

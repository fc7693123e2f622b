package org.dsa110.contimg.rest;

import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.declare.OwnQuery;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.access.OperatorCheck;
import org.dsa110.contimg.rest.internal.imports.CsvRows;
import org.dsa110.contimg.rest.internal.imports.Import;
import org.dsa110.contimg.rest.internal.imports.ImportReport;
import org.dsa110.contimg.rest.internal.imports.NdjsonRows;
import org.dsa110.contimg.rest.internal.write.GivenIds;
import org.dsa110.contimg.rest.internal.write.GivenRows;
import org.dsa110.contimg.rest.internal.write.IdempotencyKey;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.problem.Violations;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.dsa110.contimg.rest.query.Parameter;
import org.dsa110.contimg.rest.query.QueryParameters;

/**
 * Imports of any length into all tables. A class of its own and not a method of {@link TableResource}: the action is in the same path
 * segment as the table, and a class's {@code @Path} ends with a segment.
 *
 * <p>An import holds a worker thread for as long as its client sends, so there are few at a time; one whose client sends nothing for
 * {@code quarkus.http.read-timeout} ends. Thread-safe.
 */
@WithRest
@Path("/api/v1/{database: [^/:]+}/{table: [^/:]+}:import")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource implements OwnQuery {
    public static final String NDJSON = "application/x-ndjson";
    public static final String CSV = "text/csv";
    public static final int AT_ONCE = 4;
    /** What becomes of given ids. */
    public static final Parameter<String> IDS = Parameter.text("ids",
            "What becomes of ids that rows have, in a table whose ids the database gives, and of what the service computes: refuse; keep (of"
                    + " the role operate: each row must have them, and is stored with them, as an export has it); drop (new ones are given)")
            .oneOf(GivenIds.names()).otherwise(GivenIds.REFUSE.toString());
    private static final String CHECKED = "checked";
    private static final String ANY = "any";
    /** Which values rows may have. */
    public static final Parameter<String> VALUES = Parameter.text("values",
            "Which values rows may have: checked (those that a create takes); any (of the role operate: what a database can hold, as an export"
                    + " has it: texts in columns of numbers, infinity, bytes, and what a rule would refuse)")
            .oneOf(List.of(CHECKED, ANY)).otherwise(CHECKED);
    private static final NamedQuery IMPORT = NamedQuery.of("import", IDS, VALUES);

    private final UnitExecutor units;
    private final Tables tables;
    private final Semaphore free = new Semaphore(AT_ONCE);

    ImportResource(UnitExecutor units, Tables tables) {
        this.units = units;
        this.tables = tables;
    }

    /** Rows of any number, each stored by itself. */
    @POST
    @Consumes({NDJSON, CSV})
    @Blocking
    public ImportReport importRows(@PathParam("database") String database, @PathParam("table") @Encoded String table,
            InputStream body, @Context HttpHeaders headers, @Context UriInfo uri, @Context RoutingContext context) {
        TableWrites writes = tables.get(database, table);
        GivenRows given = given(IMPORT.read(uri));
        if (given.ids() == GivenIds.KEEP || given.anyValue()) {
            OperatorCheck.require(context);
        }
        MediaType format = mediaType(headers);
        refuseConditions(headers);
        if (!free.tryAcquire()) {
            throw new DatabaseException(DatabaseException.Kind.OVERLOADED,
                    AT_ONCE + " imports are running already; try again", null);
        }
        try {
            return new Import(units, writes, given).run(format.isCompatible(MediaType.valueOf(CSV))
                    ? new CsvRows(body, writes.table(), writes.newRow(given))
                    : new NdjsonRows(body, writes.table(), writes.newRow(given)));
        } finally {
            free.release();
        }
    }

    private static GivenRows given(QueryParameters parameters) {
        return new GivenRows(GivenIds.named(parameters.get(IDS)), parameters.get(VALUES).equals(ANY));
    }

    /** Refuses Idempotency-Key and If-Match: an import stores its rows in many transactions and could not keep what they promise. */
    private static void refuseConditions(HttpHeaders headers) {
        Violations violations = new Violations();
        for (String name : List.of(IdempotencyKey.HEADER, HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH)) {
            if (headers.getRequestHeader(name) != null && !headers.getRequestHeader(name).isEmpty()) {
                violations.add(name, "cannot be kept by an import, whose rows are stored one by one");
            }
        }
        violations.throwIfAny();
    }

    private static MediaType mediaType(HttpHeaders headers) {
        try {
            MediaType format = headers.getMediaType();
            if (format != null && "absent".equalsIgnoreCase(format.getParameters().get("header"))) {
                throw new ProblemException(Response.Status.UNSUPPORTED_MEDIA_TYPE,
                        "the Content-Type says header=absent, and the first line of a CSV must name the columns",
                        List.of());
            }
            if (format != null) {
                return format;
            }
        } catch (IllegalArgumentException e) {
            throw new NotSupportedException(e);
        }
        throw new NotSupportedException();
    }
}

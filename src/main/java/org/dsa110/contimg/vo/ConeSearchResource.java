package org.dsa110.contimg.vo;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.PackingThreads;
import org.dsa110.contimg.rest.internal.export.Export;
import org.dsa110.contimg.rest.internal.export.PageTurns;
import org.dsa110.contimg.rest.internal.list.ListRequest;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Simple Cone Search 1.03 of the IVOA, for each table with positions: the rows within a radius of a position, as a VOTable that streams as
 * exports do. A radius of 0 has the rows in that place, and what the table says of itself in any case. Thread-safe.
 */
@WithRest
@Path("/vo/scs/{table}")
public class ConeSearchResource {
    private static final String DEGREES = "degrees";

    private final UnitExecutor units;
    private final PageTurns turns;
    private final PackingThreads packing;
    private final ConeTables tables;

    ConeSearchResource(UnitExecutor units, PageTurns turns, PackingThreads packing, ConeTables tables) {
        this.units = units;
        this.turns = turns;
        this.packing = packing;
        this.tables = tables;
    }

    /** The rows within the cone, or the error document. */
    @GET
    @Produces(MediaType.WILDCARD)
    // Its parameters may be spelled in any way, and its errors are no problem details: the standard describes it, and /vo/capabilities.
    @Operation(hidden = true)
    public Uni<Response> search(@PathParam("table") String name, @Context UriInfo uri, @Context HttpHeaders headers) {
        TableDescription<?> table = tables.get(name);
        return ErrorDocument.orAnswer(() -> {
            DaliParameters parameters = DaliParameters.of(uri.getQueryParameters());
            ListRequest cone = cone(table, parameters);
            MediaType type = VotableType.of(parameters.one(VotableType.PARAMETER), headers);
            return Export.ofQuery(units, turns, packing, cone).next().map(export -> export.answer(headers, type));
        });
    }

    /** Right ascensions from -360 on: clients differ in where their circle begins. */
    private static ListRequest cone(TableDescription<?> table, DaliParameters parameters) {
        double ra = parameters.number("RA", -360, 360, DEGREES);
        double dec = parameters.number("DEC", -90, 90, DEGREES);
        double radius = parameters.number("SR", 0, 180, DEGREES);
        ConeColumns columns = ConeColumns.of(parameters.integer("VERB", 1, 3, 2));
        return ListRequest.ofCone(table, ra, dec, radius, parameters.maxrec(), all -> columns.of(table, all));
    }
}

package org.dsa110.contimg.vo;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.declare.OwnQuery;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.PackingThreads;
import org.dsa110.contimg.rest.internal.export.Export;
import org.dsa110.contimg.rest.internal.export.PageTurns;
import org.dsa110.contimg.rest.internal.list.ListRequest;
import org.dsa110.contimg.rest.internal.write.BodyParser;
import org.dsa110.contimg.vo.internal.obscore.ImageQuery;
import org.dsa110.contimg.vo.internal.obscore.ObsCoreTable;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Simple Image Access 2.0 of the IVOA: the images that a region, a band, a time and more have something in common with, by ObsCore 1.1, as
 * a VOTable that streams as exports do. What the service says of itself stands beside the query, as clients look for it there. Thread-safe.
 */
@WithRest
@Path(SimpleImageResource.PATH)
public class SimpleImageResource implements OwnQuery {
    static final String PATH = "/vo/sia2";
    static final String QUERY = "query";

    private final UnitExecutor units;
    private final PageTurns turns;
    private final PackingThreads packing;
    private final ConeTables tables;
    private final SupportResource support;

    SimpleImageResource(UnitExecutor units, PageTurns turns, PackingThreads packing, ConeTables tables,
            SupportResource support) {
        this.units = units;
        this.turns = turns;
        this.packing = packing;
        this.tables = tables;
        this.support = support;
    }

    /** The images, or the error document. */
    @GET
    @Path(QUERY)
    @Produces(MediaType.WILDCARD)
    // As of cone searches: the standard describes it, and /vo/capabilities.
    @Operation(hidden = true)
    public Uni<Response> query(@Context UriInfo uri, @Context HttpHeaders headers) {
        return ErrorDocument.orAnswer(ErrorDocument.USAGE, () -> search(uri, headers, Map.of()));
    }

    /** The same for parameters that come as a form, as polygons may be long; those of the URL count as well. */
    @POST
    @Path(QUERY)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Response> query(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers)
            throws IOException {
        return BodyParser.whole(body, sent -> ErrorDocument.orAnswer(ErrorDocument.USAGE,
                () -> search(uri, headers, FormBody.read(sent))));
    }

    private Uni<Response> search(UriInfo uri, HttpHeaders headers, Map<String, List<String>> form) {
        DaliParameters parameters = DaliParameters.of(uri.getQueryParameters(), form);
        ObsCoreTable table = tables.images(uri.getBaseUri());
        ListRequest images = ImageQuery.of(table, parameters.values(), parameters.maxrec());
        MediaType type = VotableType.of(parameters.one(VotableType.PARAMETER), headers);
        return Export.ofQuery(units, turns, packing, images).next().map(export -> export.answer(headers, type));
    }

    /** What there is, and where, of all services. */
    @GET
    @Path("capabilities")
    @Produces(MediaType.TEXT_XML)
    @Operation(hidden = true)
    public byte[] capabilities(@Context UriInfo uri) {
        return support.capabilities(uri);
    }

    /** Whether the images can be read. */
    @GET
    @Path("availability")
    @Produces(MediaType.TEXT_XML)
    @Operation(hidden = true)
    public byte[] availability() {
        return support.availability();
    }
}

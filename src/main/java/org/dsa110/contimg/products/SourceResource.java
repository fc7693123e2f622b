package org.dsa110.contimg.products;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.products.internal.sources.SourceSql;
import org.dsa110.contimg.rest.PictureFormat;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.ViewResource;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.dsa110.contimg.rest.query.Queries;
import org.dsa110.contimg.rest.query.QueryParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Sources over REST: all that have been measured, how many are where on the sky, one of them, and its light curve. What a list has of a
 * source is looked up, in any order, where its photometry has not changed since that was computed; photometry is read of the others alone.
 * Where that is not known ({@link SourceSql#KEPT}) pages in the order of the names read the photometry of their own sources, those of a
 * cone that of the sources near it, and any other all photometry.
 */
@Path("/api/v1/products/sources")
@Produces(MediaType.APPLICATION_JSON)
public class SourceResource extends ViewResource<Source> implements Queries {
    /** More than a lifetime of observations of one source would have, and about 12 MB. */
    static final int MOST_POINTS = 100_000;
    private static final String[] FIELDS = {"mjd", "flux_jy", "flux_err_jy", "snr", "image_path"};
    private static final NamedQuery LIGHT_CURVE = NamedQuery.of("get_lightcurve", LightCurve.FROM, LightCurve.TO,
            PictureFormat.PARAMETER, LightCurvePicture.WIDTH, LightCurvePicture.HEIGHT, LightCurvePicture.THEME);
    private static final NamedQuery SKY = NamedQuery.of("count_sources_on_sky", SourceSky.CELL);
    private static final JsonFactory JSON = Json.factory().build();

    private final UnitExecutor units;
    private final TableServices services;
    private final TableRows<VariabilityStatistics> statistics;
    private final TableRows<LightCurvePoint> points;

    SourceResource(UnitExecutor units, TableServices services) {
        super(services, Database.PRODUCTS, Source.class, Source.QUERY, SourceSql.IN_OTHER_ORDERS);
        this.units = units;
        this.services = services;
        this.statistics = new TableRows<>(services, Database.PRODUCTS, VariabilityStatistics.class);
        this.points = new TableRows<>(services, Database.PRODUCTS, LightCurvePoint.class, LightCurvePoint.QUERY);
    }

    @Override
    public List<NamedQuery> queries() {
        return List.of(LIGHT_CURVE, SKY);
    }

    /** How many sources there are where. */
    @GET
    @Path("sky")
    @Operation(operationId = "count_sources_on_sky", summary = "How many sources there are where on the sky",
            description = "All cells with sources, by declination and right ascension. Cells have about the same area: the sky is divided into"
                    + " zones of declination, and each of these into as many cells as come nearest to squares in its middle, at least one. Each"
                    + " source is in the cell of its mean position, those without a position in none. The list alone has a source that is"
                    + " called sky.")
    @APIResponse(responseCode = "200", description = "The cells", content = @Content(
            schema = @Schema(type = SchemaType.OBJECT, properties = @SchemaProperty(name = "items",
                    type = SchemaType.ARRAY, implementation = SkyCell.class,
                    description = "Each with at least one source"))))
    @APIResponse(responseCode = "400", description = "Problem details: a parameter is unknown or wrong")
    public Uni<Response> sky(@Context UriInfo uri, @Context HttpHeaders headers) {
        SourceSky sky = new SourceSky(services, SKY.read(uri));
        return rows().inCodingOf(units.read(Database.PRODUCTS, UnitOfWork.sql("sources on the sky",
                connection -> TableRows.json(sky.json(connection)))), headers);
    }

    /** One source, with its statistics. */
    @GET
    @Path("{source_id}")
    @Operation(operationId = "get_source", summary = "Get one source",
            description = "The row of the list, and as variability_stats its row of that table, null where it has none.")
    @APIResponse(responseCode = "200", description = "The source", content = @Content(
            schema = @Schema(ref = "#/components/schemas/" + SourceOpenApi.DETAIL)))
    @APIResponse(responseCode = "404", description = "Problem details: nobody measured it")
    public Uni<Response> get(
            @Parameter(
                    description = "Name of the source, percent-encoded") @PathParam("source_id") @Encoded String source,
            @Context UriInfo uri) {
        QueryParameters.refuse(uri);
        String sourceId = sourceId(source);
        return units.read(Database.PRODUCTS, UnitOfWork.sql("get source", connection -> {
            byte[] row = rows().get(connection, sourceId);
            if (row == null) {
                throw notMeasured(sourceId);
            }
            return Response.ok(TableRows.with(row, "variability_stats", statistics.get(connection, sourceId))).build();
        }));
    }

    /** The fluxes of one source over time. */
    @GET
    @Path("{source_id}/lightcurve")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "get_lightcurve", summary = "Light curve of a source",
            description = "All its measurements by mjd, those of the same time by id. The peak brightness and its error stand in where"
                    + " flux_jy is null, and only there. Measurements without mjd come first, and only when no bound is given. A light"
                    + " curve of more than 100000 points is refused: bounds make it shorter. NDJSON, CSV, ECSV and VOTable have a row for each"
                    + " point, and any number of them. SVG and PNG are a picture of it, with error bars and the statistics of the source.")
    @APIResponse(responseCode = "406", description = "Problem details: the Accept header allows none of the forms")
    @APIResponse(responseCode = "200", description = "The light curve", content = {
            @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING)),
            @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)),
            @Content(mediaType = "text/x-ecsv", schema = @Schema(type = SchemaType.STRING)),
            @Content(mediaType = "application/x-votable+xml", schema = @Schema(type = SchemaType.STRING)),
            @Content(mediaType = "image/svg+xml", schema = @Schema(type = SchemaType.STRING)),
            @Content(mediaType = "image/png", schema = @Schema(type = SchemaType.STRING, format = "binary")),
            @Content(mediaType = MediaType.APPLICATION_JSON,
                    schema = @Schema(type = SchemaType.OBJECT, properties = {
                            @SchemaProperty(name = "source_id", type = SchemaType.STRING,
                                    description = "Name of the source"),
                            @SchemaProperty(name = "data_points", type = SchemaType.ARRAY,
                                    implementation = LightCurvePoint.class,
                                    description = "In order of time")}))})
    @APIResponse(responseCode = "400",
            description = "Problem details: a bound is not a number, there are too many points, or a picture cannot be so large")
    @APIResponse(responseCode = "404", description = "Problem details: nobody measured it")
    public Uni<Response> lightCurve(
            @Parameter(
                    description = "Name of the source, percent-encoded") @PathParam("source_id") @Encoded String source,
            @Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters asked = LIGHT_CURVE.read(uri);
        LightCurve curve = LightCurve.of(sourceId(source), asked);
        LightCurvePicture picture = LightCurvePicture.of(uri, headers, asked);
        if (picture != null) {
            return picture.format().answer(services, headers, units.read(Database.PRODUCTS,
                    UnitOfWork.sql("light curve picture", connection -> drawing(connection, curve, picture))),
                    "lightcurve");
        }
        Uni<Response> export = points.export(uri, headers, curve.points(), FIELDS);
        Uni<Response> json = units.read(Database.PRODUCTS, UnitOfWork.sql("light curve", connection -> {
            refuseUnmeasured(connection, curve);
            return export == null ? TableRows.json(json(connection, curve)) : null;
        }));
        return export == null ? points.inCodingOf(json, headers) : json.chain(measured -> export);
    }

    private static Callable<byte[]> drawing(Connection connection, LightCurve curve, LightCurvePicture picture)
            throws SQLException {
        refuseUnmeasured(connection, curve);
        Callable<byte[]> drawing = picture.read(connection, curve, MOST_POINTS);
        if (drawing == null) {
            throw tooMany();
        }
        return drawing;
    }

    private byte[] json(Connection connection, LightCurve curve) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("source_id", curve.sourceId());
            json.writeArrayFieldStart("data_points");
            if (!points.write(json, connection, curve.points(), MOST_POINTS, FIELDS)) {
                throw tooMany();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private String sourceId(String encoded) {
        return (String) rows().key(encoded).get(0);
    }

    private static void refuseUnmeasured(Connection connection, LightCurve curve) throws SQLException {
        if (!curve.isMeasured(connection)) {
            throw notMeasured(curve.sourceId());
        }
    }

    private static ProblemException tooMany() {
        return ProblemException.badRequest(LightCurve.FROM.name(), "must be given, and " + LightCurve.TO.name()
                + ", so that there are at most " + MOST_POINTS + " points");
    }

    private static ProblemException notMeasured(String sourceId) {
        return ProblemException.notFound("no measurement of the source " + sourceId + " is there");
    }
}

package org.dsa110.contimg.calregistry;

import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.NamedList;
import org.dsa110.contimg.rest.NamedListOpenApi;
import org.dsa110.contimg.rest.QueryParameters;
import org.dsa110.contimg.rest.TableAccess;
import org.dsa110.contimg.rest.TableResource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Calibration tables over REST, and which of them to use when. */
@Path("/api/v1/cal_registry/caltables")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "cal_registry")
public class CalibrationTableResource extends TableResource<CalibrationTable> {
    private static final String TABLE = "cal_registry.caltables";
    private static final String MJD = "mjd";
    private static final String MJD_MEANING = "The time of the data, MJD (days, UTC)";
    private static final String TYPE = "table_type";
    private static final String WITHIN = "within_hours";
    private static final double DEFAULT_HOURS = 12;
    private static final double MOST_HOURS = 24 * 366;

    CalibrationTableResource(TableAccess access) {
        super(access, Database.CAL_REGISTRY, CalibrationTable.class);
    }

    /** The tables that are valid at a time, newest first. */
    @GET
    @Path("valid")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "valid_caltables", summary = "Calibration tables that are valid at a time",
            description = "Active tables whose validity holds the time: bounds are inclusive, a bound that is null is open, and a window"
                    + " whose end is before its start holds no time. Newest created_at first unless another order is asked for.")
    @Parameter(name = MJD, in = ParameterIn.QUERY, required = true, description = MJD_MEANING,
            schema = @Schema(type = SchemaType.NUMBER, format = "double"))
    @Extension(name = NamedListOpenApi.LIST_OF, value = TABLE)
    public Uni<Response> valid(@Context UriInfo uri, @Context HttpHeaders headers) {
        double mjd = QueryParameters.of(uri).requiredReal(MJD);
        return list(uri, headers, named(CalibrationSql.valid(mjd), "-created_at", MJD));
    }

    /** The tables to apply at a time, in order. */
    @GET
    @Path("apply")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "apply_caltables", summary = "Calibration tables to apply at a time",
            description = "Of the set that has the newest valid table, the newest valid table of each type, by order_index. A set is"
                    + " never filled up from another one, as its tables were solved together; what is not valid in it is left out. No"
                    + " items when no table is valid: nearest may have some. With table_type only tables of that type are looked at.")
    @Parameter(name = MJD, in = ParameterIn.QUERY, required = true, description = MJD_MEANING,
            schema = @Schema(type = SchemaType.NUMBER, format = "double"))
    @Extension(name = NamedListOpenApi.LIST_OF, value = TABLE)
    public Uni<Response> apply(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters parameters = QueryParameters.of(uri);
        double mjd = parameters.requiredReal(MJD);
        return list(uri, headers,
                named(CalibrationSql.apply(mjd, parameters.text(TYPE)), "order_index", MJD));
    }

    /** The tables to apply where none need be valid, in order. */
    @GET
    @Path("nearest")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "nearest_caltables", summary = "Calibration tables nearest to a time",
            description = "Of the set whose validity is nearest to the time, before or after, the nearest table of each type, by"
                    + " order_index. A valid table is at no distance; that of others is to the nearer bound of their validity. Where"
                    + " several are as near the newest is taken. With table_type only tables of that type are looked at.")
    @Parameter(name = MJD, in = ParameterIn.QUERY, required = true, description = MJD_MEANING,
            schema = @Schema(type = SchemaType.NUMBER, format = "double"))
    @Parameter(name = WITHIN, in = ParameterIn.QUERY,
            description = "How far the validity may be away, hours, inclusive; 0 to 8784",
            schema = @Schema(type = SchemaType.NUMBER, format = "double", defaultValue = "12"))
    @Extension(name = NamedListOpenApi.LIST_OF, value = TABLE)
    public Uni<Response> nearest(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters parameters = QueryParameters.of(uri);
        double mjd = parameters.requiredReal(MJD);
        double hours = parameters.real(WITHIN, 0, MOST_HOURS, DEFAULT_HOURS);
        return list(uri, headers,
                named(CalibrationSql.nearest(mjd, parameters.text(TYPE), hours), "order_index",
                        MJD, WITHIN));
    }

    private static NamedList named(CalibrationSql choice, String order, String... parameters) {
        return new NamedList(Set.of(parameters), choice.condition(), choice.values(), order);
    }
}

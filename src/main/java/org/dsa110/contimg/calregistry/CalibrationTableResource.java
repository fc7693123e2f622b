package org.dsa110.contimg.calregistry;

import java.util.List;

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
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.dsa110.contimg.rest.query.Parameter;
import org.dsa110.contimg.rest.query.Queries;
import org.dsa110.contimg.rest.query.QueryParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Calibration tables over REST, and which of them to use when. */
@Path("/api/v1/cal_registry/caltables")
public class CalibrationTableResource extends TableResource<CalibrationTable> implements Queries {
    private static final String TABLE = "cal_registry.caltables";
    private static final String TYPE = "table_type";
    private static final Parameter<Double> MJD = Parameter.real("mjd", "The time of the data, MJD (days, UTC)")
            .mandatory();
    private static final Parameter<Double> WITHIN = Parameter.real("within_hours",
            "How far the validity may be away, hours, inclusive; 0 to 8784").between(0.0, 24.0 * 366).otherwise(12.0);
    private static final NamedQuery VALID = NamedQuery.listOf(TABLE, "valid_caltables", MJD);
    private static final NamedQuery APPLY = NamedQuery.listOf(TABLE, "apply_caltables", MJD);
    private static final NamedQuery NEAREST = NamedQuery.listOf(TABLE, "nearest_caltables", MJD, WITHIN);

    CalibrationTableResource(TableServices services) {
        super(services, Database.CAL_REGISTRY, CalibrationTable.class);
    }

    @Override
    public List<NamedQuery> queries() {
        return List.of(VALID, APPLY, NEAREST);
    }

    /** The tables that are valid at a time, newest first. */
    @GET
    @Path("valid")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "valid_caltables", summary = "Calibration tables that are valid at a time",
            description = "Active tables whose validity holds the time: bounds are inclusive, a bound that is null is open, and a window"
                    + " whose end is before its start holds no time. Newest created_at first unless another order is asked for.")
    public Uni<Response> valid(@Context UriInfo uri, @Context HttpHeaders headers) {
        CalibrationSql choice = CalibrationSql.valid(VALID.read(uri).get(MJD));
        return list(uri, headers, VALID.list(choice.condition(), choice.values(), "-created_at"));
    }

    /** The tables to apply at a time, in order. */
    @GET
    @Path("apply")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "apply_caltables", summary = "Calibration tables to apply at a time",
            description = "Of the set that has the newest valid table, the newest valid table of each type, by order_index. A set is"
                    + " never filled up from another one, as its tables were solved together; what is not valid in it is left out. No"
                    + " items when no table is valid: nearest may have some. With table_type only tables of that type are looked at.")
    public Uni<Response> apply(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters asked = APPLY.read(uri);
        CalibrationSql choice = CalibrationSql.apply(asked.get(MJD), asked.text(TYPE));
        return list(uri, headers, APPLY.list(choice.condition(), choice.values(), "order_index"));
    }

    /** The tables to apply where none need be valid, in order. */
    @GET
    @Path("nearest")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "nearest_caltables", summary = "Calibration tables nearest to a time",
            description = "Of the set whose validity is nearest to the time, before or after, the nearest table of each type, by"
                    + " order_index. A valid table is at no distance; that of others is to the nearer bound of their validity. Where"
                    + " several are as near the newest is taken. With table_type only tables of that type are looked at.")
    public Uni<Response> nearest(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters asked = NEAREST.read(uri);
        CalibrationSql choice = CalibrationSql.nearest(asked.get(MJD), asked.text(TYPE), asked.get(WITHIN));
        return list(uri, headers, NEAREST.list(choice.condition(), choice.values(), "order_index"));
    }
}

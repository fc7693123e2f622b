package org.dsa110.contimg.vo;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The support interfaces of the IVOA, VOSI 1.1: whether the services of the Virtual Observatory can be used, what they can do, and which
 * tables they have. Thread-safe.
 */
@WithRest
@Path("/vo")
@Produces(MediaType.TEXT_XML)
public class SupportResource {
    private static final String DETAIL = "DETAIL";
    private static final String LEAST = "min";
    private static final List<String> DETAILS = List.of(LEAST, "max");

    private final Availability availability;
    private final Capabilities capabilities;
    private final TableSet tables;

    SupportResource(Availability availability, Capabilities capabilities, TableSet tables) {
        this.availability = availability;
        this.capabilities = capabilities;
        this.tables = tables;
    }

    /** Whether the tables can be read. */
    @GET
    @Path("availability")
    @Operation(hidden = true)
    public byte[] availability() {
        return availability.now();
    }

    /** What there is, and where. */
    @GET
    @Path("capabilities")
    @Operation(hidden = true)
    public byte[] capabilities(@Context UriInfo uri) {
        return capabilities.at(uri.getBaseUri());
    }

    /** All tables, with their columns unless the detail is {@code min} (VOSI 1.1, section 2.3). */
    @GET
    @Path("tables")
    @Operation(hidden = true)
    public byte[] tables(@Context UriInfo uri) {
        String detail = DaliParameters.of(uri.getQueryParameters()).one(DETAIL);
        if (detail != null && !DETAILS.contains(detail)) {
            throw ProblemException.badRequest("detail", "must be one of " + String.join(", ", DETAILS));
        }
        return tables.all(!LEAST.equals(detail));
    }

    /** One table, with its columns. */
    @GET
    @Path("tables/{name}")
    @Operation(hidden = true)
    public byte[] table(@PathParam("name") String name) {
        return tables.one(name);
    }
}

package org.dsa110.contimg.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.Refusal;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.found.FoundTables;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * What is answered to those who want to write a table that another program owns: 405, or 404 where there is no such table. Thread-safe.
 */
@WithRest
@Path(FoundTableResource.PATH)
public class FoundTableRefusal implements Refusal {
    private final Tables tables;

    FoundTableRefusal(Tables tables) {
        this.tables = tables;
    }

    @OPTIONS
    @Operation(hidden = true)
    public Response options() {
        return Response.ok().header(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS").build();
    }

    @OPTIONS
    @Path("{key: .+}")
    @Operation(hidden = true)
    public Response optionsOfRow() {
        return options();
    }

    @POST
    @Operation(hidden = true)
    public Uni<Response> create(@PathParam("database") String database, @PathParam("table") @Encoded String table) {
        return refuse(database, table);
    }

    @PUT
    @Operation(hidden = true)
    public Uni<Response> replaceAll(@PathParam("database") String database, @PathParam("table") @Encoded String table) {
        return refuse(database, table);
    }

    @PATCH
    @Operation(hidden = true)
    public Uni<Response> patchAll(@PathParam("database") String database, @PathParam("table") @Encoded String table) {
        return refuse(database, table);
    }

    @DELETE
    @Operation(hidden = true)
    public Uni<Response> deleteAll(@PathParam("database") String database, @PathParam("table") @Encoded String table) {
        return refuse(database, table);
    }

    @POST
    @Path("{key: .+}")
    @Operation(hidden = true)
    public Uni<Response> createRow(@PathParam("database") String database, @PathParam("table") @Encoded String table) {
        return refuse(database, table);
    }

    @PUT
    @Path("{key: .+}")
    @Operation(hidden = true)
    public Uni<Response> replace(@PathParam("database") String database, @PathParam("table") @Encoded String table) {
        return refuse(database, table);
    }

    @PATCH
    @Path("{key: .+}")
    @Operation(hidden = true)
    public Uni<Response> patch(@PathParam("database") String database, @PathParam("table") @Encoded String table) {
        return refuse(database, table);
    }

    @DELETE
    @Path("{key: .+}")
    @Operation(hidden = true)
    public Uni<Response> delete(@PathParam("database") String database, @PathParam("table") @Encoded String table) {
        return refuse(database, table);
    }

    private Uni<Response> refuse(String databaseName, String table) {
        Database database = FoundTables.database(databaseName);
        return tables.refusal(database, FoundTableResource.name(table)).map(refusal -> {
            throw refusal;
        });
    }
}

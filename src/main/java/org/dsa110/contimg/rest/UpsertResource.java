package org.dsa110.contimg.rest;

import java.io.IOException;
import java.io.InputStream;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.write.BodyParser;
import org.dsa110.contimg.rest.internal.write.IdempotencyKey;
import org.dsa110.contimg.rest.internal.write.Preconditions;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.dsa110.contimg.rest.internal.write.WriteAnswer;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * Upserts for the tables that have them. A class of its own and not a method of {@link TableResource}: the action is in the same path
 * segment as the table, and a class's {@code @Path} ends with a segment. Thread-safe.
 */
@WithRest
@Path("/api/v1/{database: [^/:]+}/{table: [^/:]+}:upsert")
@Produces(MediaType.APPLICATION_JSON)
public class UpsertResource {
    private final Tables tables;

    UpsertResource(Tables tables) {
        this.tables = tables;
    }

    /** Rows that are added, or merged into those that are there. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    public Uni<Response> upsert(@PathParam("database") String database, @PathParam("table") @Encoded String table,
            InputStream body, @Context HttpHeaders headers) throws IOException {
        TableWrites writes = tables.get(database, table);
        if (!writes.table().upserts()) {
            throw ProblemException.notFound(writes.table() + " has no upsert");
        }
        byte[] sent = BodyParser.read(body);
        IdempotencyKey key = IdempotencyKey.of(headers, writes.table().path() + ":upsert", sent);
        return writes.upsert(sent, key, Preconditions.of(headers)).map(WriteAnswer::merged);
    }
}

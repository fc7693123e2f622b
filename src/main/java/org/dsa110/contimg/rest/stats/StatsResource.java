package org.dsa110.contimg.rest.stats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.query.QueryParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * All databases at a glance: what each part has to say, read at the same time, each in a snapshot of its own. A database that cannot be
 * read does not hide the others: it is null, and named in {@code errors}. Thread-safe.
 */
@WithRest
@Path("/api/v1/stats")
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {
    private static final RepeatedLines LOG = RepeatedLines.of(StatsResource.class);
    private static final ObjectMapper JSON = Json.mapper();

    private final UnitExecutor units;
    private final List<StatisticsPart> parts;

    public StatsResource(UnitExecutor units, @All List<StatisticsPart> parts) {
        this.units = units;
        this.parts = parts.stream().sorted(Comparator.comparing(StatisticsPart::database)).toList();
    }

    /** @param json the database's object; null when it could not be read, which failure says */
    private record Answer(Database database, byte[] json, DatabaseException failure) {
    }

    /** The counts and the newest rows of all databases. */
    @GET
    @Operation(operationId = "get_stats", summary = "All databases at a glance",
            description = "Counts are lists of {value, count} by value, with a null value for rows without one. Each database is read in a"
                    + " snapshot of its own. One that cannot be read is null and named in errors; when none can be read the answer is an"
                    + " error.")
    @APIResponse(responseCode = "200", description = "What can be read")
    @APIResponse(responseCode = "503", description = "Problem details: none can be read now")
    public Uni<byte[]> stats(@Context UriInfo uri) {
        QueryParameters.refuse(uri);
        return stats();
    }

    Uni<byte[]> stats() {
        return Uni.combine().all().unis(parts.stream().map(this::read).toList()).with(Answer.class, this::json);
    }

    private Uni<Answer> read(StatisticsPart part) {
        Database database = part.database();
        return units.read(database,
                UnitOfWork.sql("stats", connection -> new Answer(database, json(part, connection), null)))
                .onFailure(StatsResource::isOfTheDatabase).recoverWithItem(failure -> {
                    DatabaseException unread = (DatabaseException) failure;
                    LOG.warn(List.of(unread.kind(), database), null, "No statistics of %s: %s", database,
                            unread.getMessage());
                    return new Answer(database, null, unread);
                });
    }

    /** Whether the database cannot be read (busy, closed, gone), which the answer tells; any other failure is a bug and fails the request. */
    private static boolean isOfTheDatabase(Throwable failure) {
        return failure instanceof DatabaseException e && switch (e.kind()) {
            case BUSY, OVERLOADED, CLOSED, DEADLINE, FULL, STORAGE -> true;
            default -> false;
        };
    }

    private static byte[] json(StatisticsPart part, Connection connection) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (StatisticsPart.Field field : part.fields()) {
                field.write(json, connection);
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private byte[] json(List<Answer> answers) {
        if (answers.stream().allMatch(answer -> answer.json() == null)) {
            throw answers.get(0).failure();
        }
        ObjectNode all = JSON.createObjectNode();
        ArrayNode errors = JSON.createArrayNode();
        for (Answer answer : answers) {
            String database = answer.database().unitName();
            if (answer.json() == null) {
                all.putNull(database);
                errors.addObject().put("field", database).put("message", answer.failure().getMessage());
            } else {
                all.putRawValue(database, new RawValue(new String(answer.json(), StandardCharsets.UTF_8)));
            }
        }
        try {
            return JSON.writeValueAsBytes(all.set("errors", errors));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

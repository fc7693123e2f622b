package org.dsa110.contimg.ingest.internal.steering;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.internal.claims.QueueFields;
import org.dsa110.contimg.ingest.internal.queue.PauseSql;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.Operate;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.access.Caller;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;

/** Has no groups given out, and has them given out again, over REST. What runs goes on to its end. Thread-safe. */
@WithRest
@Operate
@Path("/api/v1/ingest/queue")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@APIResponse(responseCode = "200", description = "Whether groups are given out now")
@APIResponse(responseCode = "400", description = "Problem details: a field is unknown, missing or wrong")
public class PauseResource {
    private static final Logger LOG = Logger.getLogger(PauseResource.class);

    private final UnitExecutor units;
    private final Clock clock;
    private final Caller caller;
    private final TableRows<QueueFields> fields;

    PauseResource(UnitExecutor units, Clock clock, Caller caller, TableServices services) {
        this.units = units;
        this.clock = clock;
        this.caller = caller;
        this.fields = new TableRows<>(services, Database.INGEST, QueueFields.class, "SELECT NULL AS worker");
    }

    /** Whether groups are given out. */
    @Schema(name = "Dispatching")
    public record Dispatching(
            @JsonProperty("paused") @Schema(description = "Whether nobody gets a group") boolean paused,
            @JsonProperty("since") @Schema(nullable = true,
                    description = "Since when, Unix seconds; null while groups are given out") Double since,
            @JsonProperty("by") @Schema(nullable = true, description = "Who wanted it") String by,
            @JsonProperty("reason") @Schema(nullable = true, description = "Why, for people") String reason) {
        static Dispatching now(Connection connection) throws SQLException {
            return PauseSql.now(connection)
                    .map(pause -> new Dispatching(true, pause.since(), pause.by(), pause.reason()))
                    .orElse(new Dispatching(false, null, null, null));
        }
    }

    /** How one of the two changes the file. */
    private interface Change {
        boolean make(Connection connection, String by, String reason, double at) throws SQLException;
    }

    /** Begins a pause. */
    @POST
    @Path("pause")
    @Extension(name = Operate.EXTENSION, value = "operate")
    @Operation(operationId = "pause_queue", summary = "Give no more groups to workers",
            description = "Nobody gets a group until resume: no worker of this service or another on the same file, and none over REST."
                    + " Conversions that run go on to their end. It lasts across restarts. A pause that there is already stays as it is.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Reason.class)))
    @Blocking
    public Uni<Dispatching> pause(InputStream body) throws IOException {
        return change("paused", PauseSql::pause, body);
    }

    /** Ends it. */
    @POST
    @Path("resume")
    @Extension(name = Operate.EXTENSION, value = "operate")
    @Operation(operationId = "resume_queue", summary = "Give groups to workers again",
            description = "Ends the pause; where there is none, nothing happens.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Reason.class)))
    @Blocking
    public Uni<Dispatching> resume(InputStream body) throws IOException {
        return change("resumed", PauseSql::resume, body);
    }

    /** What is so already is not done again, nor noted. */
    private record Outcome(boolean changed, Dispatching now) {
    }

    private Uni<Dispatching> change(String what, Change change, InputStream body) throws IOException {
        String reason = (String) fields.read(body, List.of(Reason.FIELD), List.of()).get(Reason.FIELD);
        String by = caller.name();
        return units.write(Database.INGEST, UnitOfWork.sql(what, connection -> new Outcome(
                change.make(connection, by, reason, UnixTime.seconds(clock.instant())), Dispatching.now(connection))))
                .invoke(outcome -> {
                    if (outcome.changed()) {
                        LOG.infof("The queue is %s by %s: %s", what, by, reason);
                    }
                }).map(Outcome::now);
    }
}

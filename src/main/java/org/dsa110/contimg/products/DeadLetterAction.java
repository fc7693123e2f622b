package org.dsa110.contimg.products;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.GroupRequeue;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.products.DeadLetterSql.Letter;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.Operate;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.access.Caller;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What operators do with a dead letter over REST; the mark of that is of each class, as it is not handed down. Thread-safe. */
@WithRest
public abstract class DeadLetterAction {
    /** Each action is a class with its whole path, as requests are given to the class whose path fits best. */
    private static final String PATH = "/api/v1/products/dead_letter_queue:";
    private static final String ROW = "#/components/schemas/products.dead_letter_queue";
    private static final String ID = "id";
    private static final String ID_MEANING = "Number of the entry";
    private static final String BAD_INPUT = "Problem details: a field is unknown, missing or wrong";
    private static final String ABSENT = "Problem details: there is no such entry";

    final UnitExecutor units;
    final Caller caller;
    final TableRows<DeadLetter> rows;
    private final Clock clock;

    DeadLetterAction(UnitExecutor units, Clock clock, Caller caller, TableServices services) {
        this.units = units;
        this.clock = clock;
        this.caller = caller;
        this.rows = new TableRows<>(services, Database.PRODUCTS, DeadLetter.class);
    }

    final double now() {
        return clock.millis() / 1000.0;
    }

    final Letter known(Letter letter, long id) {
        if (letter == null) {
            throw rows.notFound(Long.toString(id));
        }
        return letter;
    }

    static ProblemException refusal(long id, String detail, String field, String violation) {
        return new ProblemException(Status.CONFLICT, "dead letter " + id + " " + detail,
                List.of(new Violation(field, violation)));
    }

    static ProblemException settled(long id) {
        return refusal(id, "is settled", "status", "must not be settled");
    }

    /** Has the group of a letter converted again over REST. Thread-safe. */
    @Path(PATH + "retry")
    @Operate
    @Produces(MediaType.APPLICATION_JSON)
    public static class Retry extends DeadLetterAction {
        private static final String REASON = "reason";

        private final GroupRequeue groups;

        Retry(GroupRequeue groups, UnitExecutor units, Clock clock, Caller caller, TableServices services) {
            super(units, clock, caller, services);
            this.groups = groups;
        }

        /**
         * The group comes first: after a crash the letter is open still, and is resolved with the group, or retried once more, which changes
         * the letter alone.
         */
        @POST
        @Consumes(MediaType.APPLICATION_JSON)
        @Extension(name = Operate.EXTENSION, value = "operate")
        @Operation(operationId = "retry_dead_letter", summary = "Have the group of a dead letter tried again",
                description = "The group is pending at once, with all its attempts. The letter has the status retrying until the group is"
                        + " converted, which resolves it, or has failed again, of which there is another letter then. One whose group"
                        + " is tried already is noted so.")
        @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
                requiredProperties = {ID, REASON}, properties = {
                        @SchemaProperty(name = ID, type = SchemaType.INTEGER, format = "int64",
                                description = ID_MEANING),
                        @SchemaProperty(name = REASON, type = SchemaType.STRING, description = "Why, for people")})))
        @APIResponse(responseCode = "200", description = "The row as it is stored",
                content = @Content(schema = @Schema(ref = ROW)))
        @APIResponse(responseCode = "400", description = BAD_INPUT)
        @APIResponse(responseCode = "404", description = ABSENT)
        @APIResponse(responseCode = "409",
                description = "Problem details: it is settled, or is not about a group of the queue")
        @Blocking
        public Uni<Response> retry(InputStream body) throws IOException {
            Map<String, Object> sent = rows.read(body, List.of(ID, REASON), List.of());
            long id = (Long) sent.get(ID);
            String reason = (String) sent.get(REASON);
            String by = caller.name();
            return units.read(Database.PRODUCTS, UnitOfWork.sql("find dead letter",
                    connection -> DeadLetterSql.find(connection, id).orElse(null)))
                    .chain(letter -> {
                        String group = groupOf(known(letter, id), id);
                        return groups.requeue(group, by, "dead letter " + id + ": " + reason)
                                .chain(state -> note(id, group, state, by, reason));
                    });
        }

        private static String groupOf(Letter letter, long id) {
            if (!letter.open()) {
                throw settled(id);
            }
            if (letter.groupId() == null) {
                throw refusal(id, "is not about a group of the queue", "original_table",
                        "must be " + DeadLetterSql.QUEUE);
            }
            return letter.groupId();
        }

        private Uni<Response> note(long id, String group, GroupState state, String by, String reason) {
            if (state == null || state == GroupState.FAILED) {
                throw refusal(id, state == null
                        ? "is about group " + group + ", which is not in the queue any more"
                        : "is about group " + group + ", which somebody has a claim on", "original_id",
                        "cannot be tried again");
            }
            return units.write(Database.PRODUCTS, UnitOfWork.sql("retry dead letter", connection -> {
                if (state == GroupState.COMPLETED) {
                    DeadLetterSql.resolve(connection, id, by, "the group is completed", now());
                } else {
                    DeadLetterSql.retrying(connection, id, "tried again by " + by + ": " + reason, now());
                }
                return rows.answer(Response.ok(), connection, id);
            }));
        }
    }

    /** Says over REST that nothing more is to be done about a letter. Thread-safe. */
    @Path(PATH + "resolve")
    @Operate
    @Produces(MediaType.APPLICATION_JSON)
    public static class Resolve extends DeadLetterAction {
        private static final String NOTE = "resolution_note";

        Resolve(UnitExecutor units, Clock clock, Caller caller, TableServices services) {
            super(units, clock, caller, services);
        }

        @POST
        @Consumes(MediaType.APPLICATION_JSON)
        @Extension(name = Operate.EXTENSION, value = "operate")
        @Operation(operationId = "resolve_dead_letter", summary = "Settle a dead letter",
                description = "Sets status resolved, resolved_at, resolved_by and the note; its group stays as it is. What is said twice is"
                        + " done once.")
        @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
                requiredProperties = {ID, NOTE}, properties = {
                        @SchemaProperty(name = ID, type = SchemaType.INTEGER, format = "int64",
                                description = ID_MEANING),
                        @SchemaProperty(name = NOTE, type = SchemaType.STRING,
                                description = "How it was settled, for people")})))
        @APIResponse(responseCode = "200", description = "The row as it is stored",
                content = @Content(schema = @Schema(ref = ROW)))
        @APIResponse(responseCode = "400", description = BAD_INPUT)
        @APIResponse(responseCode = "404", description = ABSENT)
        @APIResponse(responseCode = "409", description = "Problem details: it was settled otherwise")
        @Blocking
        public Uni<Response> resolve(InputStream body) throws IOException {
            Map<String, Object> sent = rows.read(body, List.of(ID, NOTE), List.of());
            long id = (Long) sent.get(ID);
            String note = (String) sent.get(NOTE);
            String by = caller.name();
            return units.write(Database.PRODUCTS, UnitOfWork.sql("resolve dead letter", connection -> {
                if (!known(DeadLetterSql.find(connection, id).orElse(null), id).open()
                        && !DeadLetterSql.isResolved(connection, id, note)) {
                    throw settled(id);
                }
                DeadLetterSql.resolve(connection, id, by, note, now());
                return rows.answer(Response.ok(), connection, id);
            }));
        }
    }
}

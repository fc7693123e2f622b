package org.dsa110.contimg.ingest.internal.steering;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.ingest.internal.claims.QueueFields;
import org.dsa110.contimg.ingest.internal.claims.WorkerResource.Ended;
import org.dsa110.contimg.ingest.internal.queue.Cause;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.Operate;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.access.Caller;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What an operator does over REST to a group that nobody works on. Thread-safe. */
@WithRest
@Operate
@Path("/api/v1/ingest/queue/groups/{group_id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@APIResponse(responseCode = "200", description = "The group as it is now")
@APIResponse(responseCode = "400", description = "Problem details: a field is unknown, missing or wrong")
@APIResponse(responseCode = "404", description = "Problem details: there is no such group")
@APIResponse(responseCode = "409", description = "Problem details: the group is in another state, which is named")
public class OperatorResource {
    private final Claims claims;
    private final Caller caller;
    private final TableRows<QueueFields> fields;

    OperatorResource(Claims claims, Caller caller, TableServices services) {
        this.claims = claims;
        this.caller = caller;
        this.fields = new TableRows<>(services, Database.INGEST, QueueFields.class, "SELECT NULL AS worker");
    }

    /** A failed group. */
    @POST
    @Path("retry")
    @Extension(name = Operate.EXTENSION, value = "operate")
    @Operation(operationId = "retry_group", summary = "Have a failed group tried again",
            description = "It is pending at once, with all its attempts.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Reason.class)))
    @Blocking
    public Uni<Ended> retry(@Parameter(description = "Observation group") @PathParam("group_id") String groupId,
            InputStream body) throws IOException {
        return make(Transition.REQUEUED, groupId, body);
    }

    /** A completed group. */
    @POST
    @Path("reopen")
    @Extension(name = Operate.EXTENSION, value = "operate")
    @Operation(operationId = "reopen_group", summary = "Have a completed group converted again",
            description = "It is pending, and its measurement set will be written anew.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Reason.class)))
    @Blocking
    public Uni<Ended> reopen(@Parameter(description = "Observation group") @PathParam("group_id") String groupId,
            InputStream body) throws IOException {
        return make(Transition.REOPENED, groupId, body);
    }

    /** A group that has ended, however it did. */
    @POST
    @Path("reprocess")
    @Extension(name = Operate.EXTENSION, value = "operate")
    @Operation(operationId = "reprocess_group", summary = "Have a completed or failed group converted again",
            description = "It is pending at once, with all its attempts, whatever it has come to.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Reason.class)))
    @Blocking
    public Uni<Ended> reprocess(@Parameter(description = "Observation group") @PathParam("group_id") String groupId,
            InputStream body) throws IOException {
        String reason = reason(body);
        Cause cause = Cause.of(caller.name(), reason);
        return claims.operate(Transition.REQUEUED, groupId, cause)
                .chain(is -> GroupState.COMPLETED.toString().equals(is)
                        ? claims.operate(Transition.REOPENED, groupId, cause)
                        : Uni.createFrom().item(is))
                .map(is -> ended(groupId, is, GroupState.PENDING, "completed or failed"));
    }

    /** A group that is not to be converted. */
    @POST
    @Path("reject")
    @Extension(name = Operate.EXTENSION, value = "operate")
    @Operation(operationId = "reject_group", summary = "Give up a group that is collecting or pending",
            description = "It has failed; retry takes that back.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Reason.class)))
    @Blocking
    public Uni<Ended> reject(@Parameter(description = "Observation group") @PathParam("group_id") String groupId,
            InputStream body) throws IOException {
        return make(Transition.REJECTED, groupId, body);
    }

    private Uni<Ended> make(Transition transition, String groupId, InputStream body) throws IOException {
        return claims.operate(transition, groupId, Cause.of(caller.name(), reason(body)))
                .map(is -> ended(groupId, is, transition.to(), transition.from().stream().map(GroupState::toString)
                        .collect(Collectors.joining(" or "))));
    }

    private String reason(InputStream body) throws IOException {
        return (String) fields.read(body, List.of(Reason.FIELD), List.of()).get(Reason.FIELD);
    }

    private static Ended ended(String groupId, String is, GroupState wanted, String from) {
        if (is == null) {
            throw ProblemException.notFound("there is no group " + groupId);
        }
        if (!is.equals(wanted.toString())) {
            throw new ProblemException(Status.CONFLICT, "group " + groupId + " is " + is,
                    List.of(new Violation("state", "must be " + from)));
        }
        return new Ended(groupId, is, null);
    }
}

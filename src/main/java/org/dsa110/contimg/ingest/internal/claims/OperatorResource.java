package org.dsa110.contimg.ingest.internal.claims;

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
import org.dsa110.contimg.ingest.internal.claims.WorkerResource.Ended;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.Operate;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What an operator does over REST to a group that nobody works on. Thread-safe. */
@WithRest
@Operate
@Path("/api/v1/ingest/queue/groups/{group_id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class OperatorResource {
    private static final String REASON = "reason";
    private static final String WHY = "Why, for people";
    private static final String BAD_INPUT = "Problem details: a field is unknown, missing or wrong";
    private static final String ABSENT = "Problem details: there is no such group";
    private static final String NOT_SO = "Problem details: the group is in another state, which is named";

    private final Claims claims;
    private final TableRows<QueueFields> fields;

    OperatorResource(Claims claims, TableServices services) {
        this.claims = claims;
        this.fields = new TableRows<>(services, Database.INGEST, QueueFields.class, "SELECT NULL AS worker");
    }

    /** A failed group. */
    @POST
    @Path("retry")
    @Extension(name = Operate.EXTENSION, value = "operate")
    @Operation(operationId = "retry_group", summary = "Have a failed group tried again",
            description = "It is pending at once, with all its attempts.")
    @RequestBody(required = true,
            content = @Content(schema = @Schema(type = SchemaType.OBJECT, requiredProperties = REASON,
                    properties = @SchemaProperty(name = REASON, type = SchemaType.STRING, description = WHY))))
    @APIResponse(responseCode = "200", description = "The group is pending")
    @APIResponse(responseCode = "400", description = BAD_INPUT)
    @APIResponse(responseCode = "404", description = ABSENT)
    @APIResponse(responseCode = "409", description = NOT_SO)
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
    @RequestBody(required = true,
            content = @Content(schema = @Schema(type = SchemaType.OBJECT, requiredProperties = REASON,
                    properties = @SchemaProperty(name = REASON, type = SchemaType.STRING, description = WHY))))
    @APIResponse(responseCode = "200", description = "The group is pending")
    @APIResponse(responseCode = "400", description = BAD_INPUT)
    @APIResponse(responseCode = "404", description = ABSENT)
    @APIResponse(responseCode = "409", description = NOT_SO)
    @Blocking
    public Uni<Ended> reopen(@Parameter(description = "Observation group") @PathParam("group_id") String groupId,
            InputStream body) throws IOException {
        return make(Transition.REOPENED, groupId, body);
    }

    /** A group that is not to be converted. */
    @POST
    @Path("reject")
    @Extension(name = Operate.EXTENSION, value = "operate")
    @Operation(operationId = "reject_group", summary = "Give up a group that is collecting or pending",
            description = "It has failed; retry takes that back.")
    @RequestBody(required = true,
            content = @Content(schema = @Schema(type = SchemaType.OBJECT, requiredProperties = REASON,
                    properties = @SchemaProperty(name = REASON, type = SchemaType.STRING, description = WHY))))
    @APIResponse(responseCode = "200", description = "The group has failed")
    @APIResponse(responseCode = "400", description = BAD_INPUT)
    @APIResponse(responseCode = "404", description = ABSENT)
    @APIResponse(responseCode = "409", description = NOT_SO)
    @Blocking
    public Uni<Ended> reject(@Parameter(description = "Observation group") @PathParam("group_id") String groupId,
            InputStream body) throws IOException {
        return make(Transition.REJECTED, groupId, body);
    }

    private Uni<Ended> make(Transition transition, String groupId, InputStream body) throws IOException {
        String reason = (String) fields.read(body, List.of(REASON), List.of()).get(REASON);
        return claims.operate(transition, groupId, reason).map(is -> {
            if (is == null) {
                throw ProblemException.notFound("there is no group " + groupId);
            }
            if (!is.equals(transition.to().toString())) {
                throw new ProblemException(Status.CONFLICT, "group " + groupId + " is " + is,
                        List.of(new Violation("state", "must be " + transition.from().stream().map(GroupState::toString)
                                .collect(Collectors.joining(" or ")))));
            }
            return new Ended(groupId, is, null);
        });
    }
}

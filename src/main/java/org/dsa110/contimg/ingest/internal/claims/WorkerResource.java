package org.dsa110.contimg.ingest.internal.claims;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql.Ending;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What a worker says over REST of a group that it has claimed. Thread-safe. */
@WithRest
@Path("/api/v1/ingest/queue/groups/{group_id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class WorkerResource {
    private static final String TOKEN = "token";
    private static final String BAD_INPUT = "Problem details: a field is unknown, missing or wrong";
    private static final String ENDED = "Problem details: the group is no longer the worker's, who is to stop working on it";

    private final Claims claims;
    private final TableRows<QueueFields> fields;

    WorkerResource(Claims claims, TableServices services) {
        this.claims = claims;
        this.fields = new TableRows<>(services, Database.INGEST, QueueFields.class, "SELECT NULL AS worker");
    }

    /** The answer of {@link #heartbeat}. */
    @Schema(name = "Heartbeat")
    public record Beat(@JsonProperty("group_id") @Schema(description = "Observation group") String groupId,
            @JsonProperty("lease_seconds") @Schema(
                    description = "By when another sign of life must come, seconds from now") double leaseSeconds) {
    }

    /** What became of the group. */
    @Schema(name = "EndedClaim")
    public record Ended(@JsonProperty("group_id") @Schema(description = "Observation group") String groupId,
            @JsonProperty("state") @Schema(
                    description = "Its state now: completed, pending or failed") String state,
            @JsonProperty("not_before") @Schema(nullable = true,
                    description = "From when on it may be claimed again, Unix seconds") Double notBefore) {
    }

    /** A sign of life. */
    @POST
    @Path("heartbeat")
    @Operation(operationId = "heartbeat", summary = "Show that a worker lives",
            description = "The lease begins anew. Some times in each lease are enough.")
    @RequestBody(required = true,
            content = @Content(schema = @Schema(type = SchemaType.OBJECT, requiredProperties = TOKEN,
                    properties = @SchemaProperty(name = TOKEN, type = SchemaType.STRING,
                            description = "Token of the claim"))))
    @APIResponse(responseCode = "200", description = "The group is the worker's")
    @APIResponse(responseCode = "400", description = BAD_INPUT)
    @APIResponse(responseCode = "409", description = ENDED)
    @Blocking
    public Uni<Beat> heartbeat(@Parameter(description = "Observation group") @PathParam("group_id") String groupId,
            InputStream body) throws IOException {
        String token = (String) fields.read(body, List.of(TOKEN), List.of()).get(TOKEN);
        return claims.beat(groupId, token).chain(claim -> claim.isPresent()
                ? Uni.createFrom().item(new Beat(groupId, claim.get().leaseSeconds()))
                : claims.drop(groupId, token).map(dropped -> {
                    throw ended(groupId);
                }));
    }

    /** A conversion that has ended well. */
    @POST
    @Path("complete")
    @Operation(operationId = "complete_group", summary = "Complete a claimed group",
            description = "Its measurement set, its files and its times are entered in the other databases afterwards, as often as it"
                    + " takes. Said again with the same token it is answered as before.")
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
            requiredProperties = {TOKEN, "ms_path"}, properties = {
                    @SchemaProperty(name = TOKEN, type = SchemaType.STRING, description = "Token of the claim"),
                    @SchemaProperty(name = "ms_path", type = SchemaType.STRING,
                            description = "Where the measurement set lies: an absolute path"),
                    @SchemaProperty(name = "load_time", type = SchemaType.NUMBER,
                            description = "Time to load the files, seconds"),
                    @SchemaProperty(name = "phase_time", type = SchemaType.NUMBER,
                            description = "Time to phase, seconds"),
                    @SchemaProperty(name = "write_time", type = SchemaType.NUMBER,
                            description = "Time to write, seconds"),
                    @SchemaProperty(name = "total_time", type = SchemaType.NUMBER,
                            description = "Time of the whole conversion, seconds; since the claim where it is left out"),
                    @SchemaProperty(name = "writer_type", type = SchemaType.STRING,
                            description = "What wrote the measurement set")})))
    @APIResponse(responseCode = "200", description = "The group is completed")
    @APIResponse(responseCode = "400", description = BAD_INPUT)
    @APIResponse(responseCode = "409", description = ENDED)
    @Blocking
    public Uni<Ended> complete(@Parameter(description = "Observation group") @PathParam("group_id") String groupId,
            InputStream body) throws IOException {
        Map<String, Object> sent = fields.read(body, SentConversion.required(), SentConversion.OPTIONAL);
        return claims.complete(groupId, (String) sent.get(TOKEN), SentConversion.of(sent, "ms_path"))
                .map(ending -> ended(groupId, ending, GroupState.COMPLETED));
    }

    /** A conversion that has failed. */
    @POST
    @Path("fail")
    @Operation(operationId = "fail_group", summary = "Say that the conversion of a claimed group failed",
            description = "It is pending again after a pause, or failed: after the last attempt, or where another is of no use. Said"
                    + " again with the same token it is answered as before.")
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
            requiredProperties = {TOKEN, "error"}, properties = {
                    @SchemaProperty(name = TOKEN, type = SchemaType.STRING, description = "Token of the claim"),
                    @SchemaProperty(name = "error", type = SchemaType.STRING, description = "Why, for people"),
                    @SchemaProperty(name = "retryable", type = SchemaType.BOOLEAN, defaultValue = "true",
                            description = "Whether another attempt may succeed")})))
    @APIResponse(responseCode = "200", description = "What becomes of the group")
    @APIResponse(responseCode = "400", description = BAD_INPUT)
    @APIResponse(responseCode = "409", description = ENDED)
    @Blocking
    public Uni<Ended> fail(@Parameter(description = "Observation group") @PathParam("group_id") String groupId,
            InputStream body) throws IOException {
        Map<String, Object> sent = fields.read(body, List.of(TOKEN, "error"), List.of("retryable"));
        boolean retryable = (Boolean) sent.getOrDefault("retryable", true);
        return claims.fail(groupId, (String) sent.get(TOKEN), (String) sent.get("error"), retryable)
                .map(end -> end.map(how -> new Ended(groupId, how.transition().to().toString(), how.notBefore()))
                        .orElseThrow(() -> ended(groupId)));
    }

    /** A group that the worker does not convert after all. */
    @POST
    @Path("release")
    @Operation(operationId = "release_group", summary = "Give a claimed group back",
            description = "It is pending again, and the attempt does not count.")
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
            requiredProperties = TOKEN,
            properties = {@SchemaProperty(name = TOKEN, type = SchemaType.STRING, description = "Token of the claim"),
                    @SchemaProperty(name = "reason", type = SchemaType.STRING, description = "Why, for people")})))
    @APIResponse(responseCode = "200", description = "The group is pending")
    @APIResponse(responseCode = "400", description = BAD_INPUT)
    @APIResponse(responseCode = "409", description = ENDED)
    @Blocking
    public Uni<Ended> release(@Parameter(description = "Observation group") @PathParam("group_id") String groupId,
            InputStream body) throws IOException {
        Map<String, Object> sent = fields.read(body, List.of(TOKEN), List.of("reason"));
        return claims.release(groupId, (String) sent.get(TOKEN), (String) sent.get("reason"))
                .map(ending -> ended(groupId, ending, GroupState.PENDING));
    }

    private static Ended ended(String groupId, Ending ending, GroupState state) {
        if (ending == Ending.LOST) {
            throw ended(groupId);
        }
        return new Ended(groupId, state.toString(), null);
    }

    private static ProblemException ended(String groupId) {
        return new ProblemException(Status.CONFLICT,
                "group " + groupId + " is not claimed with this token any more: the claim has"
                        + " ended, by its lease or by somebody else; ingest/queue_transitions?group_id=" + groupId
                        + " says how",
                List.of());
    }
}

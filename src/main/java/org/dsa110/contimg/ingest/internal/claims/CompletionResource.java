package org.dsa110.contimg.ingest.internal.claims;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql.Ending;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What a worker says over REST of several groups that it has claimed and converted. Thread-safe. */
@WithRest
@Path("/api/v1/ingest/queue/completions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CompletionResource {
    private final Claims claims;
    private final TableRows<QueueFields> fields;

    CompletionResource(Claims claims, TableServices services) {
        this.claims = claims;
        this.fields = new TableRows<>(services, Database.INGEST, QueueFields.class, "SELECT NULL AS worker");
    }

    /** The answer of {@link #complete}. */
    @Schema(name = "Completions")
    public record Answer(@JsonProperty("groups") @Schema(
            description = "What became of each, in the order in which they were sent") List<OneGroup> groups) {
    }

    /** One of its groups. */
    @Schema(name = "CompletedGroup")
    public record OneGroup(@JsonProperty("group_id") @Schema(description = "Observation group") String groupId,
            @JsonProperty("completed") @Schema(
                    description = "false where the group is not claimed with this token any more: its claim has ended, by its lease or by"
                            + " somebody else, and the measurement set is not registered") boolean completed) {
    }

    /** Conversions that have ended well. */
    @POST
    @Operation(operationId = "complete_groups", summary = "Complete several claimed groups",
            description = "An array of 1 to 1000 of what complete of one group takes, each with its group_id. One that is no longer the"
                    + " worker's keeps no other from being completed. Said again with the same tokens it is answered as before.")
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.ARRAY,
            implementation = OneCompletion.class, minItems = 1, maxItems = 1000)))
    @APIResponse(responseCode = "200", description = "What became of each group")
    @APIResponse(responseCode = "400",
            description = "Problem details: a field is unknown, missing or wrong; no group is completed")
    @Blocking
    public Uni<Answer> complete(InputStream body) throws IOException {
        List<Claims.Completion> completions = new ArrayList<>();
        for (Map<String, Object> sent : fields.readAll(body, SentConversion.required("group_id"),
                SentConversion.OPTIONAL)) {
            completions.add(new Claims.Completion((String) sent.get("group_id"), (String) sent.get("token"),
                    SentConversion.of(sent, "[" + completions.size() + "].ms_path")));
        }
        return claims.complete(completions).map(endings -> {
            List<OneGroup> groups = new ArrayList<>();
            for (int i = 0; i < endings.size(); i++) {
                groups.add(new OneGroup(completions.get(i).groupId(), endings.get(i) != Ending.LOST));
            }
            return new Answer(groups);
        });
    }

    /** One of the objects in its body, as the OpenAPI document describes it. */
    @Schema(name = "Completion", requiredProperties = {"group_id", "token", "ms_path"}, properties = {
            @SchemaProperty(name = "group_id", type = SchemaType.STRING, description = "Observation group"),
            @SchemaProperty(name = "token", type = SchemaType.STRING, description = "Token of the claim"),
            @SchemaProperty(name = "ms_path", type = SchemaType.STRING,
                    description = "Where the measurement set lies: an absolute path"),
            @SchemaProperty(name = "load_time", type = SchemaType.NUMBER,
                    description = "Time to load the files, seconds"),
            @SchemaProperty(name = "phase_time", type = SchemaType.NUMBER, description = "Time to phase, seconds"),
            @SchemaProperty(name = "write_time", type = SchemaType.NUMBER, description = "Time to write, seconds"),
            @SchemaProperty(name = "total_time", type = SchemaType.NUMBER,
                    description = "Time of the whole conversion, seconds; since the claim where it is left out"),
            @SchemaProperty(name = "writer_type", type = SchemaType.STRING,
                    description = "What wrote the measurement set")})
    public interface OneCompletion {
    }
}

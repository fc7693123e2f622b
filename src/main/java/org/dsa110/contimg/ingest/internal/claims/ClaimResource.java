package org.dsa110.contimg.ingest.internal.claims;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.OwnQuery;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.dsa110.contimg.rest.query.Parameter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Gives groups to workers over REST. Thread-safe. */
@WithRest
@Path("/api/v1/ingest/queue/claims")
@Produces(MediaType.APPLICATION_JSON)
public class ClaimResource implements OwnQuery {
    private static final Parameter<Double> WAIT = Parameter
            .real("wait", "For how long to wait for a group where none is pending, seconds").between(0.0, 60.0)
            .otherwise(0.0);
    private static final NamedQuery CLAIM = NamedQuery.of("claim_groups", WAIT);
    /** What another program makes pending is found this late. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Claims claims;
    private final UnitExecutor units;
    private final double lease;
    private final TableRows<QueueFields> fields;

    ClaimResource(Claims claims, UnitExecutor units, IngestConfig config, TableServices services) {
        this.claims = claims;
        this.units = units;
        this.lease = config.lease().toNanos() / 1e9;
        this.fields = new TableRows<>(services, Database.INGEST, QueueFields.class, "SELECT NULL AS worker");
    }

    /** The answer of {@link #claim}. */
    @Schema(name = "Claims")
    public record Answer(@JsonProperty("claims") @Schema(
            description = "The groups that now are the worker's; may be none") List<OneClaim> claims,
            @JsonProperty("paused") @Schema(
                    description = "Whether there are none because operators have none given out") boolean paused) {
    }

    /** A group that is the worker's. */
    @Schema(name = "Claim")
    public record OneClaim(@JsonProperty("group_id") @Schema(description = "Observation group") String groupId,
            @JsonProperty("attempt") @Schema(
                    description = "How often it has been tried with this, from 1") long attempt,
            @JsonProperty("token") @Schema(
                    description = "What the worker says who it is with, of this group") String token,
            @JsonProperty("lease_expires_at") @Schema(
                    description = "When the group is taken back without a sign of life, Unix seconds. For people: the service measures"
                            + " the time that passes, and looks at no clock") double leaseExpiresAt,
            @JsonProperty("files") @Schema(description = "In the order of the subbands") List<OneFile> files) {
        static OneClaim of(ClaimedGroup group) {
            return new OneClaim(group.groupId(), group.claim().attempt(), group.token(),
                    group.claim().claimedAt() + group.claim().leaseSeconds(),
                    group.files().stream().map(file -> new OneFile(file.subband(), file.path())).toList());
        }
    }

    /** One of its files. */
    @Schema(name = "ClaimedFile")
    public record OneFile(@JsonProperty("subband_idx") @Schema(description = "Number of the subband") long subband,
            @JsonProperty("path") @Schema(description = "Where it lies") String path) {
    }

    /** The next groups. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "claim_groups", summary = "Claim groups to convert",
            description = "The pending group with the highest priority first, of these the earliest; nobody else gets it. The worker ends"
                    + " it by complete, fail or release, and shows that it lives by heartbeat in between. A group whose worker shows no"
                    + " sign of life for lease_seconds is given to another.")
    @org.eclipse.microprofile.openapi.annotations.parameters.Parameter(name = "wait", in = ParameterIn.QUERY,
            description = "For how long to wait for a group where none is pending, seconds: 0 to 60",
            schema = @Schema(type = SchemaType.NUMBER, format = "double", minimum = "0", maximum = "60",
                    defaultValue = "0"))
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
            requiredProperties = "worker", properties = {
                    @SchemaProperty(name = "worker", type = SchemaType.STRING,
                            description = "Name of the worker, for people"),
                    @SchemaProperty(name = "max", type = SchemaType.INTEGER, defaultValue = "1",
                            description = "How many groups at the most, 1 to " + QueueFields.MOST_CLAIMS),
                    @SchemaProperty(name = "lease_seconds", type = SchemaType.NUMBER,
                            description = "How long they stay the worker's without a sign of life, 1 to "
                                    + QueueFields.LONGEST_LEASE
                                    + "; contimg.ingest.lease where it is left out")})))
    @APIResponse(responseCode = "200", description = "What is the worker's now")
    @APIResponse(responseCode = "400",
            description = "Problem details: a field or parameter is unknown, missing or wrong")
    @Blocking
    public Uni<Answer> claim(InputStream body, @Context UriInfo uri) throws IOException {
        double wait = CLAIM.read(uri).get(WAIT);
        Map<String, Object> sent = fields.read(body, List.of("worker"), List.of("max", "lease_seconds"));
        long until = System.nanoTime() + (long) (wait * 1e9);
        return claim((String) sent.get("worker"), ((Long) sent.getOrDefault("max", 1L)).intValue(),
                (Double) sent.getOrDefault("lease_seconds", lease), until)
                .chain(groups -> groups.isEmpty()
                        ? claims.arePaused().map(paused -> new Answer(List.of(), paused))
                        : Uni.createFrom()
                                .item(new Answer(groups.stream().map(OneClaim::of).toList(), false)));
    }

    private Uni<List<ClaimedGroup>> claim(String worker, int most, double leaseSeconds, long until) {
        return claims.claim(worker, most, leaseSeconds, null).chain(groups -> {
            if (!groups.isEmpty() || System.nanoTime() - until >= 0 || units.isStopping()) {
                return Uni.createFrom().item(groups);
            }
            return Uni.createFrom().voidItem().onItem().delayIt().by(PAUSE)
                    .chain(() -> claim(worker, most, leaseSeconds, until));
        });
    }
}

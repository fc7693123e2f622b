package org.dsa110.contimg.ingest.internal.steering;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.conversion.UnstoredOutcomes;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;
import org.dsa110.contimg.ingest.internal.steering.QueueStatus.Kind;
import org.dsa110.contimg.ingest.internal.steering.QueueStatus.Stuck;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.query.QueryParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Says over REST where the queue stands. Thread-safe. */
@WithRest
@Path("/api/v1/ingest/queue/status")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
    private final UnitExecutor units;
    private final UnstoredOutcomes unstored;
    private final Clock clock;
    private final double stuckAfter;
    private final double lease;

    StatusResource(UnitExecutor units, UnstoredOutcomes unstored, Clock clock, IngestConfig config) {
        this.units = units;
        this.unstored = unstored;
        this.clock = clock;
        this.stuckAfter = config.stuckAfter().toNanos() / 1e9;
        this.lease = config.lease().toNanos() / 1e9;
    }

    /** All at one moment. */
    @GET
    @Operation(operationId = "queue_status", summary = "Where the queue stands",
            description = "How many groups are in each state and since when, how fast they are completed, which do not get on and why,"
                    + " and who works on them.")
    @APIResponse(responseCode = "200", description = "What is so now")
    @APIResponse(responseCode = "400", description = "Problem details: there are no parameters")
    public Uni<QueueStatus> status(@Context UriInfo uri) {
        QueryParameters.refuse(uri);
        return units.read(Database.INGEST, UnitOfWork.sql("queue status",
                connection -> new StatusSql(connection, UnixTime.seconds(clock.instant())).read(stuckAfter, lease)))
                .map(this::withUnstored);
    }

    /** What this process alone knows. */
    private QueueStatus withUnstored(QueueStatus status) {
        List<Stuck> stuck = new ArrayList<>(status.stuck());
        long now = System.nanoTime();
        unstored.all().stream().limit(QueueStatus.MOST_STUCK)
                .map(group -> new Stuck(group.groupId(), Kind.UNSTORED.toString(), (now - group.since()) / 1e9,
                        group.what() + " has failed and is tried again: " + group.error()))
                .forEach(stuck::add);
        return new QueueStatus(status.at(), status.counts(), status.oldestAgeSeconds(), status.throughput(),
                status.etaSeconds(), status.dispatching(), stuck, status.untold(), status.workers());
    }
}

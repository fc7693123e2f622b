package org.dsa110.contimg.ingest.internal.claims;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.queue.Claim;
import org.dsa110.contimg.ingest.internal.queue.ClaimEnd;
import org.dsa110.contimg.ingest.internal.queue.ClaimSql;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.jboss.logging.Logger;

/**
 * Takes groups back from workers that show no sign of life. No clock on the wall is asked, as that may be set: a lease ends where the same
 * claim was seen, without a new sign of life, for as long as it lasts, by the time that has passed in this process. So after a start of
 * the service each lease is waited for once more in full, and so it is when the queue could not be read, a sign of life not be stored, or
 * the service {@link #forget stood still}: a file that was away for an hour takes no group from a worker that lives. A group that another
 * program put into progress without a claim shows life by {@code last_update}. Thread-safe.
 */
@ApplicationScoped
public class LeaseWatch {
    private static final Logger LOG = Logger.getLogger(LeaseWatch.class);
    private static final RepeatedLines FAULTS = RepeatedLines.of(LeaseWatch.class);
    private static final String BY = "lease watch";
    private static final String UNCLAIMED = "SELECT group_id, last_update, CAST(COALESCE(retry_count, 0) AS INTEGER) + 1 FROM ingest_queue q"
            + " WHERE state = '" + GroupState.IN_PROGRESS
            + "' AND NOT EXISTS (SELECT 1 FROM queue_claims c WHERE c.group_id = q.group_id)";

    private final UnitExecutor units;
    private final ClaimSql sql;
    private final Claims claims;
    private final double usualLease;
    private final LongSupplier nanoTime;
    private final Counter expired;
    private final Map<String, Seen> seen = new HashMap<>();
    /** As {@link Claims#unstoredBeats} had it at the last look. */
    private long unstoredBeats;

    /** A sign of life, and since when there was none after it. */
    private record Seen(Object sign, long since) {
    }

    /** A group in progress on which nobody has a claim. */
    private record Unclaimed(String groupId, Object lastUpdate, long attempt) {
    }

    @Inject
    LeaseWatch(UnitExecutor units, ClaimSql sql, Claims claims, IngestConfig config, MeterRegistry metrics) {
        this(units, sql, claims, config, metrics, System::nanoTime);
    }

    LeaseWatch(UnitExecutor units, ClaimSql sql, Claims claims, IngestConfig config, MeterRegistry metrics,
            LongSupplier nanoTime) {
        this.units = units;
        this.sql = sql;
        this.claims = claims;
        this.usualLease = config.lease().toNanos() / 1e9;
        this.nanoTime = nanoTime;
        this.expired = Counter.builder("contimg_ingest_leases_expired")
                .description("Groups that were taken back from workers without a sign of life").register(metrics);
    }

    /** What is looked at. */
    private record Look(List<Claim> claims, List<Unclaimed> unclaimed) {
    }

    /**
     * Looks once. To be called every few seconds.
     *
     * @return the groups whose leases had run out
     */
    public synchronized List<String> look() {
        Look look;
        try {
            look = units.read(Database.INGEST, UnitOfWork.sql("look at leases",
                    connection -> new Look(sql.all(connection), unclaimed(connection)))).await().indefinitely();
        } catch (RuntimeException e) {
            seen.clear();
            throw e;
        }
        long unstored = claims.unstoredBeats();
        if (unstored != unstoredBeats) {
            unstoredBeats = unstored;
            seen.clear();
        }
        List<String> ended = new ArrayList<>();
        Set<String> there = new HashSet<>();
        for (Claim claim : look.claims()) {
            there.add(claim.groupId());
            if (isOver(claim.groupId(), List.of(claim.token(), claim.beats()), claim.leaseSeconds())) {
                String error = String.format("worker %s has shown no sign of life for %.0f s", claim.worker(),
                        claim.leaseSeconds());
                end(claim.groupId(), error, claims.expire(claim, BY, error)).ifPresent(ended::add);
            }
        }
        for (Unclaimed group : look.unclaimed()) {
            there.add(group.groupId());
            if (isOver(group.groupId(), List.of("unclaimed", String.valueOf(group.lastUpdate())), usualLease)) {
                String error = String.format("another program put it into progress, and has not touched it for %.0f s",
                        usualLease);
                end(group.groupId(), error,
                        claims.expireUnclaimed(group.groupId(), group.lastUpdate(), group.attempt(), BY, error))
                        .ifPresent(ended::add);
            }
        }
        seen.keySet().retainAll(there);
        return ended;
    }

    /** Has each lease waited for once more in full, as where this process could hear nobody for a while. */
    public synchronized void forget() {
        seen.clear();
    }

    private boolean isOver(String groupId, Object sign, double leaseSeconds) {
        long now = nanoTime.getAsLong();
        Seen last = seen.get(groupId);
        if (last == null || !last.sign().equals(sign)) {
            seen.put(groupId, new Seen(sign, now));
            return false;
        }
        return now - last.since() >= leaseSeconds * 1e9;
    }

    /** Where that fails it is done at the next look: what is the matter with one group keeps no other waiting. */
    private Optional<String> end(String groupId, String error, Uni<Optional<ClaimEnd>> ending) {
        Optional<ClaimEnd> end;
        try {
            end = ending.await().indefinitely();
        } catch (RuntimeException e) {
            FAULTS.warn(RepeatedLines.origin(e), e, "The lease of group %s has run out, which is not stored yet",
                    groupId);
            return Optional.empty();
        }
        end.ifPresent(how -> {
            expired.increment();
            LOG.warnf("Group %s %s: %s", groupId,
                    how.transition() == Transition.RETRIED ? "goes back to pending" : "is given up", error);
        });
        return end.map(how -> groupId);
    }

    private static List<Unclaimed> unclaimed(Connection connection) throws SQLException {
        List<Unclaimed> groups = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(UNCLAIMED); ResultSet row = query.executeQuery()) {
            while (row.next()) {
                groups.add(new Unclaimed(row.getString(1), row.getObject(2), row.getLong(3)));
            }
        }
        return groups;
    }
}

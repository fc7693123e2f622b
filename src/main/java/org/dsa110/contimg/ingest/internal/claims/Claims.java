package org.dsa110.contimg.ingest.internal.claims;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.queue.Cause;
import org.dsa110.contimg.ingest.internal.queue.Claim;
import org.dsa110.contimg.ingest.internal.queue.ClaimEnd;
import org.dsa110.contimg.ingest.internal.queue.ClaimSql;
import org.dsa110.contimg.ingest.internal.queue.ClaimSql.Ending;
import org.dsa110.contimg.ingest.internal.queue.OutboxSql;
import org.dsa110.contimg.ingest.internal.queue.PauseSql;
import org.dsa110.contimg.ingest.internal.queue.QueueSql;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;

/**
 * How workers take groups and say what became of them: those of the service and, over REST, all others. Each method is one unit of work
 * on ingest, which is done when the Uni is subscribed to, and ends with what {@link ClaimSql} says. Thread-safe.
 */
@ApplicationScoped
public class Claims {
    private final UnitExecutor units;
    private final ClaimSql claims;
    private final Clock clock;

    Claims(UnitExecutor units, ClaimSql claims, Clock clock) {
        this.units = units;
        this.claims = claims;
        this.clock = clock;
    }

    /** All claims there are, by group. */
    public Uni<List<Claim>> all() {
        return units.read(Database.INGEST, UnitOfWork.named("look at claims", claims::all));
    }

    /** As {@link ClaimSql#claim} has it. Does not write when no group is to be had, so that asking often costs a read alone. */
    public Uni<List<ClaimedGroup>> claim(String worker, int most, double leaseSeconds, String process) {
        return units.read(Database.INGEST, UnitOfWork.named("look for a group to claim", claims::anyIsClaimable))
                .chain(any -> any
                        ? units.write(Database.INGEST, UnitOfWork.named("claim", connection -> withFiles(connection,
                                claims.claim(connection, worker, most, leaseSeconds, process))))
                        : Uni.createFrom().item(List.of()));
    }

    /** Whether nobody gets a group, as operators want it so. */
    public Uni<Boolean> arePaused() {
        return units.read(Database.INGEST,
                UnitOfWork.named("look for a pause", connection -> PauseSql.now(connection).isPresent()));
    }

    private static List<ClaimedGroup> withFiles(Connection connection, List<Claim> claims) throws SQLException {
        List<ClaimedGroup> groups = new ArrayList<>();
        try (QueueSql rows = new QueueSql(connection)) {
            for (Claim claim : claims) {
                groups.add(new ClaimedGroup(claim, rows.filesOf(claim.groupId())));
            }
        }
        return groups;
    }

    /** As {@link ClaimSql#beat} has it. */
    public Uni<Optional<Claim>> beat(String groupId, String token) {
        return units.write(Database.INGEST,
                UnitOfWork.named("heartbeat", connection -> claims.beat(connection, groupId, token)));
    }

    /**
     * Completes a group, stores the times of its conversion, and notes what others are to hear of it: all, or nothing.
     *
     * @return what became of the claim
     */
    public Uni<Ending> complete(String groupId, String token, Converted converted) {
        String content = OutcomeJson.of(converted);
        return units.write(Database.INGEST, UnitOfWork.named("complete", connection -> {
            double now = UnixTime.seconds(clock.instant());
            Optional<Claim> claim = claims.of(connection, groupId);
            Ending ending = claims.complete(connection, groupId, token);
            if (ending == Ending.DONE) {
                storeTimes(connection, groupId, converted, now, claim.orElseThrow().claimedAt());
                OutboxSql.add(connection, groupId, OutboxSql.Kind.CONVERTED, content, now);
            }
            return ending;
        }));
    }

    private static void storeTimes(Connection connection, String groupId, Converted converted, double now,
            double claimedAt)
            throws SQLException {
        Double total = converted.totalTime() == null ? Math.max(0, now - claimedAt) : converted.totalTime();
        Object[] values = {converted.loadTime(), converted.phaseTime(), converted.writeTime(), total,
                converted.writerType(), now,
                groupId};
        // Another program's table may have no key that an upsert could go by.
        if (change(connection,
                "UPDATE performance_metrics SET load_time = ?, phase_time = ?, write_time = ?, total_time = ?,"
                        + " writer_type = coalesce(?, writer_type), recorded_at = ? WHERE group_id = ?",
                values) == 0) {
            change(connection,
                    "INSERT INTO performance_metrics (load_time, phase_time, write_time, total_time, writer_type,"
                            + " recorded_at, group_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    values);
        }
    }

    /** As {@link ClaimSql#fail} has it; what others are to hear of a group that is given up is noted too. */
    public Uni<Optional<ClaimEnd>> fail(String groupId, String token, String error, boolean retryable) {
        return units.write(Database.INGEST, UnitOfWork.named("fail", connection -> {
            Optional<Claim> claim = claims.of(connection, groupId);
            Optional<ClaimEnd> end = claims.fail(connection, groupId, token, error, retryable);
            if (end.isPresent() && !end.get().before()) {
                noteIfGivenUp(connection, groupId, claim.orElseThrow().attempt(), end.get(), error);
            }
            return end;
        }));
    }

    /** As {@link ClaimSql#expire} has it; what others are to hear of a group that is given up is noted too. */
    public Uni<Optional<ClaimEnd>> expire(Claim seen, String by, String error) {
        return units.write(Database.INGEST, UnitOfWork.named("expire", connection -> {
            Optional<ClaimEnd> end = claims.expire(connection, seen, by, error);
            if (end.isPresent()) {
                noteIfGivenUp(connection, seen.groupId(), seen.attempt(), end.get(), error);
            }
            return end;
        }));
    }

    /** As {@link ClaimSql#expireUnclaimed} has it; what others are to hear of a group that is given up is noted too. */
    public Uni<Optional<ClaimEnd>> expireUnclaimed(String groupId, Object lastUpdate, long attempt, String by,
            String error) {
        return units.write(Database.INGEST, UnitOfWork.named("expire", connection -> {
            Optional<ClaimEnd> end = claims.expireUnclaimed(connection, groupId, lastUpdate, attempt,
                    Cause.of(by, error));
            if (end.isPresent()) {
                noteIfGivenUp(connection, groupId, attempt, end.get(), error);
            }
            return end;
        }));
    }

    private void noteIfGivenUp(Connection connection, String groupId, long attempt, ClaimEnd end, String error)
            throws SQLException {
        if (end.transition() == Transition.GIVEN_UP) {
            OutboxSql.add(connection, groupId, OutboxSql.Kind.GIVEN_UP, OutcomeJson.of(error, attempt),
                    UnixTime.seconds(clock.instant()));
        }
    }

    /** As {@link ClaimSql#release} has it. */
    public Uni<Ending> release(String groupId, String token, String reason) {
        return units.write(Database.INGEST,
                UnitOfWork.named("release", connection -> claims.release(connection, groupId, token, reason)));
    }

    /** As {@link ClaimSql#noteProcess} has it. */
    public Uni<Boolean> noteProcess(String groupId, String token, String process) {
        return units.write(Database.INGEST, UnitOfWork.named("note converter",
                connection -> claims.noteProcess(connection, groupId, token, process)));
    }

    /**
     * Makes a transition that an operator asks for.
     *
     * @return ends with the state that the group has then; null when there is no such group. It is not that of the transition where that
     *         does not begin from the state that it had, or somebody has a claim on it
     */
    public Uni<String> operate(Transition transition, String groupId, Cause cause) {
        return units.write(Database.INGEST, UnitOfWork.named(transition.name().toLowerCase(Locale.ROOT),
                connection -> claims.operate(connection, transition, groupId, cause)));
    }

    /** As {@link ClaimSql#drop} has it. */
    public Uni<Void> drop(String groupId, String token) {
        return units.write(Database.INGEST, UnitOfWork.named("drop claim", connection -> {
            claims.drop(connection, groupId, token);
            return null;
        }));
    }

    private static int change(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = Statements.prepare(connection, sql, values)) {
            return update.executeUpdate();
        }
    }
}

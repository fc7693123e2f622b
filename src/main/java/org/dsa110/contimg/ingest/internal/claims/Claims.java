package org.dsa110.contimg.ingest.internal.claims;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.queue.Cause;
import org.dsa110.contimg.ingest.internal.queue.Claim;
import org.dsa110.contimg.ingest.internal.queue.ClaimEnd;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql.Ending;
import org.dsa110.contimg.ingest.internal.queue.ClaimSql;
import org.dsa110.contimg.ingest.internal.queue.KeptStatements;
import org.dsa110.contimg.ingest.internal.queue.OutboxSql;
import org.dsa110.contimg.ingest.internal.queue.PauseSql;
import org.dsa110.contimg.ingest.internal.queue.QueueSql;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;

/**
 * How workers take groups and say what became of them: those of the service and, over REST, all others. Each method is one unit of work
 * on ingest, which is done when the Uni is subscribed to, and ends with what {@link ClaimSql} and {@link ClaimEndSql} say. Thread-safe.
 */
@ApplicationScoped
public class Claims {
    private final UnitExecutor units;
    private final ClaimSql claims;
    private final ClaimEndSql ends;
    private final Clock clock;
    private final AtomicLong unstoredBeats = new AtomicLong();
    /** Whether the last who asked for groups got as many as he asked for. */
    private volatile boolean plenty;

    Claims(UnitExecutor units, ClaimSql claims, ClaimEndSql ends, Clock clock) {
        this.units = units;
        this.claims = claims;
        this.ends = ends;
        this.clock = clock;
    }

    /** All claims there are, by group. */
    public Uni<List<Claim>> all() {
        return units.read(Database.INGEST, UnitOfWork.named("look at claims", claims::all));
    }

    /**
     * As {@link ClaimSql#claim} has it. Does not write when no group is to be had, so that asking often costs a read alone; but does not
     * look before where the last one who asked got all he asked for, as there are likely more.
     */
    public Uni<List<ClaimedGroup>> claim(String worker, int most, double leaseSeconds, String process) {
        return Uni.createFrom().deferred(() -> plenty
                ? Uni.createFrom().item(true)
                : units.read(Database.INGEST,
                        UnitOfWork.named("look for a group to claim", claims::anyIsClaimable)))
                .chain(any -> any ? give(worker, most, leaseSeconds, process) : Uni.createFrom().item(List.of()));
    }

    private Uni<List<ClaimedGroup>> give(String worker, int most, double leaseSeconds, String process) {
        return units.write(Database.INGEST, UnitOfWork.named("claim", connection -> withFiles(connection,
                claims.claim(connection, worker, most, leaseSeconds, process))))
                .onItem().invoke(groups -> plenty = groups.size() == most)
                .onFailure().invoke(failure -> plenty = false);
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
                UnitOfWork.named("heartbeat", connection -> claims.beat(connection, groupId, token)))
                .onFailure().invoke(unstoredBeats::incrementAndGet);
    }

    /** How many signs of life could not be stored since the start: while there are any, silence says nothing of a worker. */
    long unstoredBeats() {
        return unstoredBeats.get();
    }

    /** A group that a worker has converted, and the token of its claim. */
    public record Completion(String groupId, String token, Converted converted) {
    }

    /**
     * Completes a group, stores the times of its conversion, and notes what others are to hear of it: all, or nothing.
     *
     * @return what became of the claim
     */
    public Uni<Ending> complete(String groupId, String token, Converted converted) {
        return complete(List.of(new Completion(groupId, token, converted))).map(endings -> endings.get(0));
    }

    /** The same for several groups, of which all are stored or, where that fails, none; what became of each claim, in their order. */
    public Uni<List<Ending>> complete(List<Completion> completions) {
        return units.write(Database.INGEST, UnitOfWork.named("complete", connection -> {
            List<Ending> endings = new ArrayList<>();
            try (KeptStatements statements = new KeptStatements(connection)) {
                for (Completion completion : completions) {
                    endings.add(complete(statements, completion));
                }
            }
            return endings;
        }));
    }

    private Ending complete(KeptStatements statements, Completion completion)
            throws SQLException {
        double now = UnixTime.seconds(clock.instant());
        Optional<Claim> claim = claims.of(statements, completion.groupId());
        Ending ending = ends.complete(statements, completion.groupId(), completion.token(), claim);
        if (ending == Ending.DONE) {
            double claimedAt = claim.orElseThrow().claimedAt();
            storeTimes(statements, completion, now, claimedAt);
            OutboxSql.add(statements, completion.groupId(), OutboxSql.Kind.CONVERTED,
                    OutcomeJson.of(completion.converted(), claimedAt), now);
        }
        return ending;
    }

    private static void storeTimes(KeptStatements statements, Completion completion, double now,
            double claimedAt)
            throws SQLException {
        Converted converted = completion.converted();
        Double total = converted.totalTime() == null ? Math.max(0, now - claimedAt) : converted.totalTime();
        Object[] values = {converted.loadTime(), converted.phaseTime(), converted.writeTime(), total,
                converted.writerType(), now, subbands(statements, completion.groupId(), converted),
                completion.groupId()};
        // Another program's table may have no key that an upsert could go by.
        if (statements.change(
                """
                    INSERT INTO performance_metrics (load_time, phase_time, write_time, total_time, writer_type, recorded_at, subband_count, group_id)
                    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (SELECT 1 FROM performance_metrics WHERE group_id = ?8)""",
                values) == 0) {
            statements.change("""
                UPDATE performance_metrics SET load_time = ?, phase_time = ?, write_time = ?, total_time = ?,
                    writer_type = coalesce(?, writer_type), recorded_at = ?, subband_count = ? WHERE group_id = ?""",
                    values);
        }
    }

    /** How many subbands were converted: those that the service handed out, else those that the group has. */
    private static long subbands(KeptStatements statements, String groupId, Converted converted) throws SQLException {
        if (converted.files() != null) {
            return converted.files().size();
        }
        try (ResultSet row = statements
                .with("SELECT count(DISTINCT subband_idx) FROM subband_files WHERE group_id = ?", groupId)
                .executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** As {@link ClaimEndSql#fail} has it; what others are to hear of a group that is given up is noted too. */
    public Uni<Optional<ClaimEnd>> fail(String groupId, String token, String error, boolean retryable) {
        return units.write(Database.INGEST, UnitOfWork.named("fail", connection -> {
            Optional<Claim> claim = claims.of(connection, groupId);
            Optional<ClaimEnd> end = ends.fail(connection, groupId, token, error, retryable);
            if (end.isPresent() && !end.get().before()) {
                noteIfGivenUp(connection, groupId, claim.orElseThrow().attempt(), end.get(), error);
            }
            return end;
        }));
    }

    /** As {@link ClaimEndSql#expire} has it; what others are to hear of a group that is given up is noted too. */
    public Uni<Optional<ClaimEnd>> expire(Claim seen, String by, String error) {
        return units.write(Database.INGEST, UnitOfWork.named("expire", connection -> {
            Optional<ClaimEnd> end = ends.expire(connection, seen, by, error);
            if (end.isPresent()) {
                noteIfGivenUp(connection, seen.groupId(), seen.attempt(), end.get(), error);
            }
            return end;
        }));
    }

    /** As {@link ClaimEndSql#expireUnclaimed} has it; what others are to hear of a group that is given up is noted too. */
    public Uni<Optional<ClaimEnd>> expireUnclaimed(String groupId, Object lastUpdate, long attempt, String by,
            String error) {
        return units.write(Database.INGEST, UnitOfWork.named("expire", connection -> {
            Optional<ClaimEnd> end = ends.expireUnclaimed(connection, groupId, lastUpdate, attempt,
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

    /** As {@link ClaimEndSql#release} has it. */
    public Uni<Ending> release(String groupId, String token, String reason) {
        return units.write(Database.INGEST,
                UnitOfWork.named("release", connection -> ends.release(connection, groupId, token, reason)));
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
}

package org.dsa110.contimg.ingest.internal.claims;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

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
        return units.read(Database.INGEST, UnitOfWork.sql("look at claims", claims::all));
    }

    /**
     * As {@link ClaimSql#claim} has it. Does not write when no group is to be had, so that asking often costs a read alone; but does not
     * look before where the last one who asked got all he asked for, as there are likely more.
     */
    public Uni<List<ClaimedGroup>> claim(String worker, int most, double leaseSeconds, String process) {
        return Uni.createFrom().deferred(() -> plenty
                ? Uni.createFrom().item(true)
                : units.read(Database.INGEST,
                        UnitOfWork.sql("look for a group to claim", claims::anyIsClaimable)))
                .chain(any -> any ? give(worker, most, leaseSeconds, process) : Uni.createFrom().item(List.of()));
    }

    private Uni<List<ClaimedGroup>> give(String worker, int most, double leaseSeconds, String process) {
        return units.write(Database.INGEST, UnitOfWork.sql("claim", connection -> {
            List<Claim> given = claims.claim(connection, worker, most, leaseSeconds, process);
            return new Given(given, FilesJson.of(connection, given.stream().map(Claim::groupId).toList()));
        }))
                .map(Given::groups)
                .onItem().invoke(groups -> plenty = groups.size() == most)
                .onFailure().invoke(failure -> plenty = false);
    }

    /** Claims, and the files of their groups as {@link FilesJson} has them. */
    private record Given(List<Claim> claims, Map<String, String> files) {
        List<ClaimedGroup> groups() {
            return claims.stream().map(claim -> new ClaimedGroup(claim, FilesJson.rows(files.get(claim.groupId()))))
                    .toList();
        }
    }

    /** Whether nobody gets a group, as operators want it so. */
    public Uni<Boolean> arePaused() {
        return units.read(Database.INGEST,
                UnitOfWork.sql("look for a pause", connection -> PauseSql.now(connection).isPresent()));
    }

    /** As {@link ClaimSql#beat} has it. */
    public Uni<Optional<Claim>> beat(String groupId, String token) {
        return units.write(Database.INGEST,
                UnitOfWork.sql("heartbeat", connection -> claims.beat(connection, groupId, token)))
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
        return units.write(Database.INGEST, UnitOfWork.sql("complete", connection -> {
            try (KeptStatements statements = new KeptStatements(connection)) {
                return complete(statements, completions);
            }
        }));
    }

    private List<Ending> complete(KeptStatements statements, List<Completion> completions) throws SQLException {
        double now = UnixTime.seconds(clock.instant());
        Map<String, Claim> claimed = claims.of(statements,
                completions.stream().map(Completion::groupId).collect(Collectors.toSet()));
        Map<String, Completion> held = new LinkedHashMap<>();
        for (Completion completion : completions) {
            Claim claim = claimed.get(completion.groupId());
            if (claim != null && claim.token().equals(completion.token())) {
                held.putIfAbsent(completion.groupId(), completion);
            }
        }
        Set<String> done = ends.complete(statements, held.keySet().stream().map(claimed::get).toList());
        List<StoredConversion> conversions = held.values().stream()
                .filter(completion -> done.contains(completion.groupId()))
                .map(completion -> new StoredConversion(completion.groupId(), completion.converted(),
                        claimed.get(completion.groupId()).claimedAt()))
                .toList();
        StoredConversion.store(statements, conversions, now);
        List<Ending> endings = new ArrayList<>();
        for (Completion completion : completions) {
            // The same group may be among them twice.
            boolean first = held.get(completion.groupId()) == completion;
            endings.add(first && done.contains(completion.groupId())
                    ? Ending.DONE
                    : ends.completedBefore(statements, completion.groupId(), completion.token()));
        }
        return endings;
    }

    /** As {@link ClaimEndSql#fail} has it; what others are to hear of a group that is given up is noted too. */
    public Uni<Optional<ClaimEnd>> fail(String groupId, String token, String error, boolean retryable) {
        return units.write(Database.INGEST, UnitOfWork.sql("fail", connection -> {
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
        return units.write(Database.INGEST, UnitOfWork.sql("expire", connection -> {
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
        return units.write(Database.INGEST, UnitOfWork.sql("expire", connection -> {
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
                UnitOfWork.sql("release", connection -> ends.release(connection, groupId, token, reason)));
    }

    /** As {@link ClaimSql#noteProcess} has it. */
    public Uni<Boolean> noteProcess(String groupId, String token, String process) {
        return units.write(Database.INGEST, UnitOfWork.sql("note converter",
                connection -> claims.noteProcess(connection, groupId, token, process)));
    }

    /**
     * Makes a transition that an operator asks for.
     *
     * @return ends with the state that the group has then; null when there is no such group. It is not that of the transition where that
     *         does not begin from the state that it had, or somebody has a claim on it
     */
    public Uni<String> operate(Transition transition, String groupId, Cause cause) {
        return units.write(Database.INGEST, UnitOfWork.sql(transition.name().toLowerCase(Locale.ROOT),
                connection -> claims.operate(connection, transition, groupId, cause)));
    }

    /** As {@link ClaimSql#drop} has it. */
    public Uni<Void> drop(String groupId, String token) {
        return units.write(Database.INGEST, UnitOfWork.sql("drop claim", connection -> {
            claims.drop(connection, groupId, token);
            return null;
        }));
    }
}

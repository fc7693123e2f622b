package org.dsa110.contimg.ingest.internal.incomplete;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.claims.OutcomeJson;
import org.dsa110.contimg.ingest.internal.queue.Cause;
import org.dsa110.contimg.ingest.internal.queue.OutboxSql;
import org.dsa110.contimg.ingest.internal.queue.TransitionSql;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;
import org.jboss.logging.Logger;

/**
 * Gives up groups that have waited too long for their subbands, or has them converted with what they have, if so configured. How long one
 * has waited is the time that passed in services while they saw no other of its subbands come: it is measured on the monotonic clock and
 * kept in the database, and no time of day is asked. A time in which none looked does not count, as nobody would have seen a file then; so
 * nothing is due at once after a start either. Thread-safe.
 */
@ApplicationScoped
public class IncompleteGroups {
    private static final Logger LOG = Logger.getLogger(IncompleteGroups.class);
    private static final String BY = "incomplete groups";
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** A unit has so many groups at the most, so that it is short. */
    private static final int PAGE = 250;

    private final UnitExecutor units;
    private final TransitionSql transitions;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Duration giveUpAfter;
    private final Optional<Integer> enough;
    private final Duration promoteAfter;
    private final long pauseNanos;
    /** Between two looks no more has passed that counts. */
    private final long mostNanos;
    private final Counter promoted;
    private final Counter abandoned;
    /** As this service saw each group last. */
    private Map<String, IncompleteGroup> seen = Map.of();
    private Long last;

    @Inject
    IncompleteGroups(UnitExecutor units, TransitionSql transitions, Clock clock, IngestConfig config,
            MeterRegistry metrics) {
        this(units, transitions, clock, config, metrics, System::nanoTime);
    }

    IncompleteGroups(UnitExecutor units, TransitionSql transitions, Clock clock, IngestConfig config,
            MeterRegistry metrics, LongSupplier nanoTime) {
        this.units = units;
        this.transitions = transitions;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.giveUpAfter = config.incomplete().giveUpAfter();
        this.enough = config.incomplete().promoteSubbands();
        Duration wanted = config.incomplete().promoteAfter();
        this.promoteAfter = wanted.compareTo(giveUpAfter) < 0 ? wanted : giveUpAfter;
        Duration shortest = enough.isPresent() ? promoteAfter : giveUpAfter;
        this.pauseNanos = Math.min(LONGEST_PAUSE.toNanos(), shortest.dividedBy(4).toNanos());
        this.mostNanos = 2 * Math.max(pauseNanos, config.drainInterval().toNanos());
        this.promoted = counter(metrics, Transition.PROMOTED);
        this.abandoned = counter(metrics, Transition.ABANDONED);
    }

    private static Counter counter(MeterRegistry metrics, Transition outcome) {
        return Counter.builder("contimg_ingest_incomplete_groups")
                .description("Groups that were not waited for any longer: converted with what they have, or given up")
                .tag("outcome", outcome.name().toLowerCase(java.util.Locale.ROOT)).register(metrics);
    }

    /** What a unit has found and done. */
    private record Page(List<IncompleteGroup> seen, Map<String, Transition> made, String last) {
    }

    /** Looks, unless it has done so a moment ago; to be called every second or so, and not while files cannot be seen. */
    public synchronized void look() {
        long now = nanoTime.getAsLong();
        if (last != null && now - last < pauseNanos) {
            return;
        }
        double passed = last == null ? 0 : Math.min(now - last, mostNanos) / 1e9;
        if (!units.read(Database.INGEST, UnitOfWork.sql("look for incomplete groups", WaitSql::any)).await()
                .indefinitely()) {
            seen = Map.of();
            last = now;
            return;
        }
        Map<String, IncompleteGroup> found = new HashMap<>();
        Map<String, IncompleteGroup> before = seen;
        String after = "";
        while (after != null) {
            String from = after;
            Page page = units.write(Database.INGEST, UnitOfWork.sql("wait for subbands",
                    connection -> page(connection, from, before, passed))).await().indefinitely();
            page.seen().forEach(group -> found.put(group.groupId(), group));
            page.made().forEach((groupId, transition) -> tell(found.remove(groupId), transition));
            after = page.last();
        }
        seen = Map.copyOf(found);
        last = now;
    }

    private Page page(Connection connection, String after, Map<String, IncompleteGroup> before, double passed)
            throws SQLException {
        List<IncompleteGroup> groups = new ArrayList<>();
        Map<String, Transition> made = new HashMap<>();
        List<WaitSql.Row> rows = WaitSql.after(connection, after, PAGE);
        for (WaitSql.Row row : rows) {
            IncompleteGroup own = before.get(row.group().groupId());
            boolean again = own != null && !row.group().hasMoreThan(own.subbands());
            // Another service may count too: the longer of the two times, and not their sum.
            IncompleteGroup group = row.group()
                    .waited(Math.max(row.notedSeconds(), again ? own.waitedSeconds() + passed : 0));
            groups.add(group);
            Transition due = again ? due(group) : null;
            if (due != null && make(connection, group, due)) {
                made.put(group.groupId(), due);
            } else {
                WaitSql.note(connection, group);
            }
        }
        if (rows.size() == PAGE) {
            return new Page(groups, made, groups.get(PAGE - 1).groupId());
        }
        WaitSql.forgetOthers(connection);
        return new Page(groups, made, null);
    }

    private Transition due(IncompleteGroup group) {
        if (enough.isPresent() && group.count() >= enough.get() && hasWaited(group, promoteAfter)) {
            return Transition.PROMOTED;
        }
        return hasWaited(group, giveUpAfter) ? Transition.ABANDONED : null;
    }

    private static boolean hasWaited(IncompleteGroup group, Duration time) {
        return group.waitedSeconds() * 1e9 >= time.toNanos();
    }

    private boolean make(Connection connection, IncompleteGroup group, Transition transition) throws SQLException {
        if (transition == Transition.PROMOTED) {
            return transitions.make(connection, transition, group.groupId(), Cause.of(BY, group.reason(promoteAfter)));
        }
        String reason = group.reason(giveUpAfter);
        if (!transitions.abandon(connection, group.groupId(), Cause.of(BY, reason))) {
            return false;
        }
        OutboxSql.add(connection, group.groupId(), OutboxSql.Kind.GIVEN_UP, OutcomeJson.abandoned(reason),
                UnixTime.seconds(clock.instant()));
        return true;
    }

    private void tell(IncompleteGroup group, Transition transition) {
        if (transition == Transition.PROMOTED) {
            promoted.increment();
            LOG.warnf("Group %s is pending though it is incomplete: %s", group.groupId(), group.reason(promoteAfter));
        } else {
            abandoned.increment();
            LOG.warnf("Group %s is given up: %s", group.groupId(), group.reason(giveUpAfter));
        }
    }
}

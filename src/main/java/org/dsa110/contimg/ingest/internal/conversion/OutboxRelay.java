package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.ConvertedGroup;
import org.dsa110.contimg.ingest.ConvertedGroupListener;
import org.dsa110.contimg.ingest.GivenUpGroup;
import org.dsa110.contimg.ingest.GivenUpGroupListener;
import org.dsa110.contimg.ingest.internal.claims.Converted;
import org.dsa110.contimg.ingest.internal.claims.OutcomeJson;
import org.dsa110.contimg.ingest.internal.queue.OutboxSql;
import org.dsa110.contimg.ingest.internal.queue.OutboxSql.Entry;
import org.dsa110.contimg.ingest.internal.queue.QueueSql;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/**
 * Tells the other databases what became of groups: what waits in the outbox, in its order, as often as it takes. What cannot be told now
 * is told again after pauses that grow, and keeps nothing else waiting but what is about the same group. Thread-safe.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final RepeatedLines FAULTS = RepeatedLines.of(OutboxRelay.class);
    /** So many are told at once, so that they share commits. */
    private static final int PAGE = 64;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final UnitExecutor units;
    private final List<ConvertedGroupListener> converted;
    private final List<GivenUpGroupListener> givenUp;
    private final Clock clock;
    private final Counter told;
    private final Counter failures;
    private final Map<Long, Pause> pauses = new ConcurrentHashMap<>();

    /** Until when an entry is left alone, by {@link System#nanoTime}, and for how long that is. */
    private record Pause(long until, Duration length) {
    }

    OutboxRelay(UnitExecutor units, @All List<ConvertedGroupListener> converted,
            @All List<GivenUpGroupListener> givenUp,
            Clock clock, MeterRegistry metrics) {
        this.units = units;
        this.converted = List.copyOf(converted);
        this.givenUp = List.copyOf(givenUp);
        this.clock = clock;
        this.told = Counter.builder("contimg_ingest_outbox_told")
                .description("Groups of which the other databases have heard what became of them").register(metrics);
        this.failures = Counter.builder("contimg_ingest_outbox_failures")
                .description("Attempts to tell them that failed, and are repeated").register(metrics);
    }

    /**
     * Tells what waits, once, and returns when that is done.
     *
     * @return how many were told
     */
    public synchronized int tell() {
        int done = 0;
        long after = 0;
        Set<String> held = new HashSet<>();
        while (true) {
            List<Entry> page = waiting(after);
            if (page.isEmpty()) {
                return done;
            }
            after = page.get(page.size() - 1).id();
            List<Uni<Boolean>> tellings = new ArrayList<>();
            Set<String> groups = new HashSet<>();
            for (Entry entry : page) {
                if (isPaused(entry) || held.contains(entry.groupId())) {
                    held.add(entry.groupId());
                } else if (groups.add(entry.groupId())) {
                    tellings.add(tell(entry));
                } else {
                    held.add(entry.groupId());
                }
            }
            if (!tellings.isEmpty()) {
                done += Uni.join().all(tellings).andFailFast().await().indefinitely().stream()
                        .mapToInt(ok -> ok ? 1 : 0).sum();
            }
        }
    }

    private List<Entry> waiting(long after) {
        return units.read(Database.INGEST, UnitOfWork.sql("look into the outbox",
                connection -> OutboxSql.waiting(connection, after, PAGE))).await().indefinitely();
    }

    private boolean isPaused(Entry entry) {
        Pause pause = pauses.get(entry.id());
        return pause != null && pause.until() - System.nanoTime() > 0;
    }

    /** @return ends with whether it was told; does not fail */
    private Uni<Boolean> tell(Entry entry) {
        return Uni.createFrom()
                .deferred(() -> entry.kind() == OutboxSql.Kind.CONVERTED ? converted(entry) : givenUp(entry))
                .chain(() -> units.write(Database.INGEST, UnitOfWork.sql("note as told", connection -> {
                    OutboxSql.told(connection, entry, UnixTime.seconds(clock.instant()));
                    return true;
                }))).invoke(() -> {
                    told.increment();
                    pauses.remove(entry.id());
                }).onFailure().recoverWithUni(failure -> failed(entry, failure));
    }

    private Uni<Boolean> failed(Entry entry, Throwable failure) {
        if (units.isStopping()) {
            return Uni.createFrom().item(false);
        }
        failures.increment();
        FAULTS.warn(RepeatedLines.origin(failure), null,
                "What became of group %s is told to the other databases later: %s",
                entry.groupId(), failure.getMessage());
        Pause before = pauses.get(entry.id());
        Duration length = before == null ? FIRST_PAUSE : before.length().multipliedBy(2);
        length = length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
        pauses.put(entry.id(), new Pause(System.nanoTime() + length.toNanos(), length));
        return units.write(Database.INGEST, UnitOfWork.sql("note as not told", connection -> {
            OutboxSql.notTold(connection, entry, String.valueOf(failure.getMessage()));
            return false;
        })).onFailure().recoverWithItem(false);
    }

    private Uni<Void> converted(Entry entry) {
        Converted content = OutcomeJson.converted(entry.content());
        return (content.files() != null
                ? Uni.createFrom().item(content.files())
                : paths(entry.groupId()).map(ConverterInput::readWhatIsThere))
                .map(files -> new ConvertedGroup(entry.groupId(), content.msPath(),
                        OutcomeJson.claimedAt(entry.content()).orElse(entry.createdAt()), entry.createdAt(), files))
                .chain(group -> {
                    Uni<Void> all = Uni.createFrom().voidItem();
                    for (ConvertedGroupListener listener : converted) {
                        all = all.chain(() -> listener.onConverted(group));
                    }
                    return all;
                });
    }

    private Uni<List<String>> paths(String groupId) {
        return units.read(Database.INGEST, UnitOfWork.sql("files of a converted group", connection -> {
            try (QueueSql rows = new QueueSql(connection)) {
                return rows.filesOf(groupId).stream().map(QueueSql.FileRow::path).toList();
            }
        }));
    }

    private Uni<Void> givenUp(Entry entry) {
        GivenUpGroup group = OutcomeJson.givenUp(entry.content(), entry.groupId(), entry.createdAt());
        Uni<Void> all = Uni.createFrom().voidItem();
        for (GivenUpGroupListener listener : givenUp) {
            all = all.chain(() -> listener.onGivenUp(group));
        }
        return all;
    }
}

package org.dsa110.contimg.ingest.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.conversion.Dispatchers;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class TransitionSqlTest {
    private static final String GROUP = FileGroups.group(0);
    private static final Cause CAUSE = new Cause("somebody", "for a reason", "token");

    @Inject
    UnitExecutor units;
    @Inject
    TransitionSql transitions;
    @Inject
    Dispatchers dispatchers;
    @Inject
    IngestDatabase database;

    @BeforeEach
    void clear() {
        database.clear();
    }

    static Stream<Arguments> eachFromEach() {
        return Stream.of(Transition.values()).flatMap(transition -> Stream.of(GroupState.values())
                .map(state -> Arguments.of(transition, state)));
    }

    @ParameterizedTest
    @MethodSource("eachFromEach")
    void aTransitionTakesEffectFromItsOwnStatesOnlyAndIsNoted(Transition transition, GroupState from) {
        database.insert(GROUP, from);
        database.execute("DELETE FROM queue_transitions");

        boolean tookEffect = make(transition);

        assertThat(tookEffect).isEqualTo(transition.from().contains(from));
        GroupState now = tookEffect ? transition.to() : from;
        assertThat(database.groups()).containsOnly(Map.entry(GROUP, now.toString()));
        assertThat(database.text(
                "SELECT group_concat(from_state || '>' || to_state || ' ' || changed_by || ' ' || reason || ' ' || token)"
                        + " FROM queue_transitions"))
                .isEqualTo(tookEffect ? from + ">" + now + " somebody for a reason token" : null);
        if (tookEffect) {
            assertThat(database.groups("processing_stage")).containsOnly(Map.entry(GROUP, now.toString()));
            assertThat(Double.parseDouble(database.groups("last_update").get(GROUP))).isGreaterThan(1e9);
        }
    }

    @Test
    void theTableForPeopleHasJustTheseTransitions() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Matcher rows = Pattern.compile("^\\| `([a-z_]+)` \\| ([a-z_, ]+) \\| ([a-z_]+) \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/queue.md")));
        while (rows.find()) {
            documented.put(rows.group(1), new TreeSet<>(Set.of(rows.group(2).split(", "))) + " " + rows.group(3));
        }
        Map<String, String> coded = new TreeMap<>();
        for (Transition transition : Transition.values()) {
            Set<String> from = new TreeSet<>();
            transition.from().forEach(state -> from.add(state.toString()));
            coded.put(transition.name().toLowerCase(java.util.Locale.ROOT), from + " " + transition.to());
        }

        assertThat(documented).isEqualTo(coded);
    }

    @Test
    void whatOtherProgramsWriteIsNotedToo() {
        database.insert(GROUP, GroupState.COLLECTING);
        database.state(GROUP, GroupState.FAILED);
        database.state(GROUP, GroupState.FAILED);
        database.execute(
                "INSERT OR REPLACE INTO ingest_queue (group_id, state, received_at, last_update) VALUES ('" + GROUP
                        + "', 'pending', 1, 1)",
                "UPDATE ingest_queue SET group_id = '" + FileGroups.group(300) + "'",
                "DELETE FROM ingest_queue");

        assertThat(database.text(
                "SELECT group_concat(group_id || ' ' || coalesce(from_state, '-') || '>' || coalesce(to_state, '-') || ' '"
                        + " || coalesce(changed_by, 'unknown'), ', ') FROM (SELECT * FROM queue_transitions ORDER BY id)"))
                .isEqualTo(Stream.of("->collecting", "collecting>failed", "failed>pending", "pending>-")
                        .map(step -> FileGroups.group(300) + " " + step + " unknown").reduce((a, b) -> a + ", " + b)
                        .orElseThrow());
        assertThat(Double.parseDouble(database.text("SELECT min(at) FROM queue_transitions"))).isBetween(1.7e9, 4e9);
    }

    @Test
    void anotherProgramsRowWithoutAGroupIsNoReasonToRefuseIt() {
        database.execute(
                "INSERT OR IGNORE INTO ingest_queue (group_id, state, received_at, last_update) VALUES (NULL, 'pending', 1, 1)");

        assertThat(database.text("SELECT count(*) FROM queue_transitions")).isEqualTo("0");
    }

    @Test
    void anIncompleteGroupDoesNotBecomePending() {
        database.insert(GROUP, GroupState.COLLECTING);

        assertThat(
                units.write(Database.INGEST, connection -> transitions.becomePendingIfWhole(connection, GROUP)).await()
                        .indefinitely())
                .isFalse();
        assertThat(database.groups()).containsValue("collecting");
    }

    @Test
    void groupsThatOtherProgramsMadeWholeArePromotedAndNoOthers() {
        database.insert(FileGroups.group(0), GroupState.COLLECTING);
        database.insert(FileGroups.group(300), GroupState.COLLECTING);
        database.insert(FileGroups.group(600), GroupState.COLLECTING);
        database.insert(FileGroups.group(900), GroupState.FAILED);
        for (int subband = 0; subband < 16; subband++) {
            for (long group : subband < 15 ? new long[]{0, 300, 900} : new long[]{0, 900}) {
                database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('"
                        + FileGroups.group(group) + "', " + subband + ", '/" + group + "/" + subband + "')");
            }
        }

        assertThat(dispatchers.promoteWhole()).containsExactly(FileGroups.group(0));
        database.execute("UPDATE ingest_queue SET expected_subbands = 15");
        assertThat(dispatchers.promoteWhole()).containsExactly(FileGroups.group(300));
        assertThat(dispatchers.promoteWhole()).isEmpty();

        assertThat(database.groups()).containsOnly(Map.entry(FileGroups.group(0), "pending"),
                Map.entry(FileGroups.group(300), "pending"), Map.entry(FileGroups.group(600), "collecting"),
                Map.entry(FileGroups.group(900), "failed"));
    }

    @Test
    void aGroupThatIsNotThereIsNotMade() {
        assertThat(make(Transition.REQUEUED)).isFalse();
        assertThat(database.groups()).isEmpty();
    }

    private boolean make(Transition transition) {
        return units.write(Database.INGEST, connection -> transitions.make(connection, transition, GROUP, CAUSE))
                .await()
                .indefinitely();
    }
}

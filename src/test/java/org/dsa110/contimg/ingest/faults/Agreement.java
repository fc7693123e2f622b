package org.dsa110.contimg.ingest.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import org.assertj.core.api.ListAssert;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.ingest.Transition;

/**
 * Compares the five databases with the observations that have arrived, and with one another: each whole observation is completed, once, and
 * registered everywhere, once, and nothing else is.
 *
 * @param file of a database
 * @param measurementSet of a group
 */
record Agreement(Function<Database, Path> file, Function<String, Path> measurementSet) {
    private static final String COMPLETED = "completed";
    private static final String NONE = "null";

    /** @param whole the names of the files of each whole observation */
    void assertOn(Collection<Set<String>> whole) throws SQLException {
        for (Database database : Database.values()) {
            assertThat(rows(database, "PRAGMA integrity_check")).as("%s", database).containsExactly("ok");
            assertThat(rows(database, "SELECT \"table\" FROM pragma_foreign_key_check")).as("%s", database).isEmpty();
        }
        Map<String, Set<String>> groups = completed();
        assertEachObservationHasOneOf(groups, whole);
        assertQueueIsAtRest(groups.keySet());
        assertTransitionsAreLegal(groups.keySet());
        assertRegistered(groups);
    }

    /** The recorded files of each completed group. */
    private Map<String, Set<String>> completed() throws SQLException {
        Map<String, Set<String>> groups = new TreeMap<>();
        for (String row : rows(Database.INGEST,
                "SELECT group_id || ' ' || subband_idx || ' ' || path FROM subband_files"
                        + " JOIN ingest_queue USING (group_id) WHERE state = 'completed'")) {
            String[] parts = row.split(" ", 3);
            assertThat(parts[2]).contains("_sb%02d.".formatted(Integer.parseInt(parts[1])));
            assertThat(groups.computeIfAbsent(parts[0], group -> new HashSet<>()).add(parts[2])).isTrue();
        }
        expect("SELECT group_id FROM ingest_queue WHERE state = 'completed'", Database.INGEST)
                .containsExactlyInAnyOrderElementsOf(groups.keySet());
        expect("SELECT count(*) FROM subband_files JOIN ingest_queue USING (group_id) WHERE state = 'completed'"
                + " GROUP BY group_id HAVING count(*) <> 16 OR count(DISTINCT subband_idx) <> 16", Database.INGEST)
                .isEmpty();
        return groups;
    }

    private static void assertEachObservationHasOneOf(Map<String, Set<String>> groups,
            Collection<Set<String>> whole) {
        List<Set<String>> left = new ArrayList<>(whole);
        groups.forEach((group, paths) -> {
            List<String> names = paths.stream().map(path -> path.substring(path.lastIndexOf('/') + 1)).toList();
            assertThat(left.removeIf(observation -> observation.containsAll(names)))
                    .as("%s is one whole observation, and the only group of that: %s", group, names).isTrue();
        });
        assertThat(left).as("observations that are not converted").isEmpty();
    }

    private void assertQueueIsAtRest(Set<String> groups) throws SQLException {
        expect("SELECT DISTINCT state FROM ingest_queue", Database.INGEST).isSubsetOf(COMPLETED, "collecting");
        expect("SELECT group_id FROM ingest_queue WHERE state = 'completed' AND (processing_stage <> 'completed'"
                + " OR error IS NOT NULL OR error_message IS NOT NULL OR completed_at IS NULL)", Database.INGEST)
                .isEmpty();
        expect("SELECT group_id FROM queue_claims", Database.INGEST).isEmpty();
        expect("SELECT group_id || ' ' || kind FROM queue_outbox WHERE told_at IS NOT NULL", Database.INGEST)
                .containsExactlyInAnyOrderElementsOf(groups.stream().map(group -> group + " CONVERTED").toList());
        expect("SELECT group_id FROM queue_outbox WHERE told_at IS NULL", Database.INGEST).isEmpty();
        expect("SELECT group_id FROM performance_metrics WHERE total_time > 0", Database.INGEST)
                .containsExactlyInAnyOrderElementsOf(groups);
    }

    /** Each begins where the one before has ended, by a way that there is. */
    private void assertTransitionsAreLegal(Set<String> groups) throws SQLException {
        Map<String, String> now = new TreeMap<>();
        Map<String, Integer> completions = new TreeMap<>();
        for (String row : rows(Database.INGEST, "SELECT group_id || ' ' || coalesce(from_state, 'null') || ' '"
                + " || coalesce(to_state, 'null') FROM queue_transitions ORDER BY id")) {
            String[] parts = row.split(" ");
            assertThat(parts[1]).as(row).isEqualTo(now.getOrDefault(parts[0], NONE));
            assertThat(isLegal(parts[1], parts[2])).as(row).isTrue();
            now.put(parts[0], parts[2]);
            if (COMPLETED.equals(parts[2])) {
                completions.merge(parts[0], 1, Integer::sum);
            }
        }
        now.values().removeIf(NONE::equals);
        expect("SELECT group_id || ' ' || state FROM ingest_queue ORDER BY 1", Database.INGEST)
                .containsExactlyElementsOf(
                        now.entrySet().stream().map(group -> group.getKey() + ' ' + group.getValue()).toList());
        assertThat(completions.keySet()).isEqualTo(groups);
        assertThat(completions.values()).as("each once: %s", completions).allMatch(times -> times == 1);
    }

    /** A group that collects may come, and go where its files belong to another one. */
    private static boolean isLegal(String from, String to) {
        boolean comesOrGoes = NONE.equals(from) && "collecting".equals(to)
                || "collecting".equals(from) && NONE.equals(to);
        return comesOrGoes || Arrays.stream(Transition.values()).anyMatch(transition -> transition.to().toString()
                .equals(to) && transition.from().stream().anyMatch(state -> state.toString().equals(from)));
    }

    private void assertRegistered(Map<String, Set<String>> groups) throws SQLException {
        List<String> sets = groups.keySet().stream().map(measurementSet).map(Path::toString).toList();
        assertThat(sets).allMatch(set -> Path.of(set).toFile().isDirectory());
        expect("SELECT path FROM ms_index WHERE stage = 'converted' AND status = 'completed'", Database.PRODUCTS)
                .containsExactlyInAnyOrderElementsOf(sets);
        expect("SELECT path FROM ms_index WHERE stage IS NOT 'converted'", Database.PRODUCTS).isEmpty();
        expect("SELECT original_id FROM dead_letter_queue", Database.PRODUCTS).isEmpty();
        expect("SELECT group_id || ' ' || path FROM hdf5_file_index WHERE stored = 1", Database.HDF5)
                .containsExactlyInAnyOrderElementsOf(groups.entrySet().stream()
                        .flatMap(group -> group.getValue().stream().map(path -> group.getKey() + ' ' + path)).toList());
        expect("SELECT path FROM hdf5_file_index WHERE stored IS NOT 1", Database.HDF5).isEmpty();
        expect("SELECT data_id FROM data_registry WHERE data_type = 'ms' AND status = 'staging'",
                Database.DATA_REGISTRY).containsExactlyInAnyOrderElementsOf(sets);
    }

    private ListAssert<String> expect(String sql, Database database) throws SQLException {
        return assertThat(rows(database, sql)).as("%s: %s", database, sql);
    }

    private List<String> rows(Database database, String sql) throws SQLException {
        try (Connection connection = connect(file.apply(database))) {
            return strings(connection, sql);
        }
    }
}

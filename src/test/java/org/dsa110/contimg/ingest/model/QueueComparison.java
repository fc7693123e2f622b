package org.dsa110.contimg.ingest.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.dsa110.contimg.ingest.model.QueueModel.Change;

/** Compares what is in the file with the model. */
final class QueueComparison {
    private static final String GROUPS = """
        SELECT group_id, state || ' stage ' || processing_stage || ' at ' || CAST(round(last_update * 1000) AS INTEGER) || ' retries ' || retry_count
            || ' not before ' || coalesce(CAST(round(not_before * 1000) AS INTEGER), '-') || ' error ' || (error IS NOT NULL)
            || ' priority ' || priority FROM ingest_queue""";
    private static final String CLAIMS = "SELECT group_id, token || ' ' || worker || ' attempt ' || attempt || ' beats ' || beats"
            + " || ' lease ' || CAST(lease_seconds AS INTEGER) FROM queue_claims";
    /** What the service may do by itself or for people, as the table in docs/queue.md has it. */
    private static final Map<String, Set<String>> LEGAL = Map.of("collecting",
            Set.of("pending", "failed", "in_progress"), "pending", Set.of("in_progress", "failed"), "in_progress",
            Set.of("completed", "pending", "failed"), "failed", Set.of("pending"), "completed", Set.of("pending"));

    private final QueueModel model;

    QueueComparison(QueueModel model) {
        this.model = model;
    }

    /** Each group and each claim, and that no change was noted, or not noted, besides. */
    void rows(OtherProgram file) throws SQLException {
        learnPauses(file);
        Map<String, String> groups = new TreeMap<>();
        model.groups.forEach((id, group) -> groups.put(id, String.format(Locale.ROOT,
                "%s stage %s at %d retries %d not before %s error %d priority %d", group.state, group.stage,
                Math.round(group.lastUpdate * 1000), group.retries,
                group.notBefore == null ? "-" : Math.round(group.notBefore * 1000),
                group.error == null ? 0 : 1, group.priority)));
        assertSame("groups", groups, file.pairs(GROUPS));
        Map<String, String> claims = new TreeMap<>();
        model.claims.forEach((id, claim) -> claims.put(id, String.format(Locale.ROOT,
                "%s %s attempt %d beats %d lease %.0f", claim.token, claim.worker, claim.attempt, claim.beats,
                claim.lease)));
        assertSame("claims", claims, file.pairs(CLAIMS));
        if (file.number("SELECT coalesce(max(id), 0) FROM queue_transitions") != model.history.size()) {
            history(file);
        }
    }

    /** How long a group is let rest after a failure is drawn by the service, within bounds. */
    private void learnPauses(OtherProgram file) throws SQLException {
        for (Map.Entry<String, QueueModel.Group> entry : model.groups.entrySet()) {
            QueueModel.Group group = entry.getValue();
            if (group.pausedAfter > 0) {
                double notBefore = file
                        .number("SELECT not_before FROM ingest_queue WHERE group_id = '" + entry.getKey() + "'");
                double least = 30 * Math.pow(2, group.pausedAfter - 1);
                assertThat(notBefore - group.lastUpdate).as("pause of %s after attempt %d", entry.getKey(),
                        group.pausedAfter).isBetween(least - 0.001, least * 1.25 + 0.001);
                group.notBefore = notBefore;
                group.pausedAfter = 0;
            }
        }
    }

    /** All that takes longer: files, the whole history, what others are to be told. */
    void all(OtherProgram file) throws SQLException {
        rows(file);
        history(file);
        Map<String, String> files = new TreeMap<>();
        model.groups.forEach((id, group) -> group.files.forEach(path -> files.put(path, id)));
        assertSame("files", files, file.pairs(
                "SELECT path, group_id FROM subband_files WHERE group_id IN (SELECT group_id FROM ingest_queue)"));
        assertThat(file.number("SELECT count(*) FROM queue_outbox WHERE kind = 'CONVERTED'")).as("to be registered")
                .isEqualTo(model.converted.size());
        assertThat(file.number("SELECT count(*) FROM queue_outbox WHERE kind = 'GIVEN_UP'")).as("dead letters")
                .isEqualTo(model.givenUp.size());
        assertThat(file.pairs("SELECT group_id, 1 FROM performance_metrics").keySet()).as("times of conversions")
                .isEqualTo(new TreeSet<>(model.converted));
        assertThat(file.pairs("SELECT integrity_check, 1 FROM pragma_integrity_check").keySet()).containsExactly("ok");
    }

    private void history(OtherProgram file) throws SQLException {
        TreeMap<String, String> changes = new TreeMap<>();
        TreeMap<String, String> stored = file
                .pairs("""
                    SELECT printf('%08d', row_number() OVER (PARTITION BY group_id ORDER BY id)) || ' of ' || group_id,
                        coalesce(from_state, '-') || ' > ' || coalesce(to_state, '-') || ' by ' || coalesce(changed_by, '-') || ' '
                        || coalesce(token, '-') FROM queue_transitions""");
        Map<String, Integer> counts = new TreeMap<>();
        for (Change change : model.history) {
            int count = counts.merge(change.group, 1, Integer::sum);
            changes.put(String.format(Locale.ROOT, "%08d of %s", count, change.group),
                    or(change.from) + " > " + or(change.to) + " by " + or(change.by) + " " + or(change.token));
        }
        assertSame("history", changes, stored);
        Set<String> illegal = new HashSet<>(
                file.pairs(
                        "SELECT from_state || ' > ' || to_state, 1 FROM queue_transitions WHERE changed_by IS NOT NULL"
                                + " AND from_state IS NOT NULL AND to_state IS NOT NULL")
                        .keySet());
        illegal.removeIf(change -> LEGAL.get(change.split(" > ")[0]).contains(change.split(" > ")[1]));
        assertThat(illegal).as("illegal transitions of the service's own").isEmpty();
    }

    private static String or(String text) {
        return text == null ? "-" : text;
    }

    /** Says the differences alone. */
    private static void assertSame(String what, Map<String, String> expected, Map<String, String> actual) {
        if (!expected.equals(actual)) {
            Map<String, List<String>> differences = new TreeMap<>();
            Set<String> keys = new TreeSet<>(expected.keySet());
            keys.addAll(actual.keySet());
            for (String key : keys) {
                String is = String.valueOf(actual.get(key));
                if (!is.equals(String.valueOf(expected.get(key)))) {
                    differences.put(key, List.of("should be " + expected.get(key), "is " + is));
                }
            }
            assertThat(differences).as(what).isEmpty();
        }
    }
}

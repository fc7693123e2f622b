package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.execute;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.sqlite.schema.MadeSchema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What programs that know the old file do on the adopted one, on every table, before and after the service has written: each statement
 * does what it did, and where it could not be run at all with foreign keys, it can. What breaks a unique key that adoption says it made is
 * refused.
 */
class OldProgramsTest {
    @TempDir
    Path folder;

    static Stream<String> samples() {
        return SampleFiles.names();
    }

    /**
     * @param fault the text of SQLite, or null
     * @param rows of the table afterwards, in the columns that it had before
     */
    private record Outcome(String fault, int changed, List<String> rows) {
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyStatementDoesOnTheAdoptedFileWhatItDid(String sample) throws Exception {
        Path old = SampleFiles.make(sample, folder);
        Path adopted = Files.copy(old, folder.resolve("adopted.sqlite3"));
        AdoptionReport report = new DatabaseSettings(Map.of()).engine().adopt(AdoptionTest.location(adopted),
                SampleFiles.migrations(sample), false, Progress.NONE);
        Set<String> made = uniqueKeys(report, old);
        assertThat(sample.startsWith("queue/") || made.isEmpty()).as("%s", made).isTrue();
        Path written = Files.copy(adopted, folder.resolve("written.sqlite3"));
        write(written, sample);
        Map<String, String> faults = new TreeMap<>();
        try (Connection before = quick(old); Connection after = quick(adopted); Connection later = quick(written)) {
            List<OldStatements.Statement> statements = OldStatements.of(before);
            for (String keys : List.of("OFF", "ON")) {
                for (Connection each : List.of(before, after, later)) {
                    execute(each, "PRAGMA foreign_keys = " + keys);
                }
                for (OldStatements.Statement statement : statements) {
                    String fault = sameSecond(() -> fault(outcome(before, statement, true),
                            outcome(after, statement, true), outcome(later, statement, false)));
                    if (fault != null && made.stream().noneMatch(fault::contains)) {
                        // One of a kind says enough.
                        faults.putIfAbsent(statement.table().name() + ": " + fault,
                                "foreign_keys=" + keys + " " + statement.sql());
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    /** Triggers of other programs write what time it is, to the second: what was begun in one and ended in the next is done again. */
    private static String sameSecond(Callable<String> look) throws Exception {
        while (true) {
            long second = Instant.now().getEpochSecond();
            String fault = look.call();
            if (Instant.now().getEpochSecond() == second) {
                return fault;
            }
        }
    }

    /** What one statement does otherwise than it did; null where it does the same, or where it could not be run at all. */
    private static String fault(Outcome was, Outcome is, Outcome later) {
        if (was.fault() != null) {
            return isRefusal(is.fault()) ? isRefusal(later.fault()) ? null : later.fault() : is.fault();
        }
        if (is.fault() != null || is.changed() != was.changed()) {
            return is.fault() + " and " + is.changed() + " changes instead of " + was.changed();
        }
        if (!is.rows().equals(was.rows())) {
            return "other rows afterwards";
        }
        return later.fault() == null ? null : "after a write of the service " + later.fault();
    }

    /** What is on the disk is no matter here. */
    private static Connection quick(Path file) throws SQLException {
        Connection connection = connect(file);
        execute(connection, "PRAGMA synchronous = OFF");
        execute(connection, "PRAGMA journal_mode = MEMORY");
        return connection;
    }

    /** Whether a row is refused for what is in it, and not the statement for what the tables are. */
    private static boolean isRefusal(String fault) {
        return fault == null || fault.contains("constraint failed") || fault.contains("datatype mismatch");
    }

    private static Outcome outcome(Connection connection, OldStatements.Statement old, boolean rows)
            throws SQLException {
        execute(connection, "BEGIN");
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(old.sql());
            // As programs count them: without what triggers and foreign keys change.
            int changed = Integer.parseInt(strings(connection, "SELECT changes()").get(0));
            return new Outcome(null, changed, rows ? Content.rows(connection, old.table()) : List.of());
        } catch (SQLException e) {
            return new Outcome(e.getMessage(), 0, List.of());
        } finally {
            execute(connection, "ROLLBACK");
        }
    }

    /** Those that the file lacked, of columns that it had, as SQLite names them where a row breaks one. */
    private static Set<String> uniqueKeys(AdoptionReport report, Path old) throws SQLException {
        Pattern made = Pattern.compile("make (.+) of table (.+) a unique key");
        Set<String> keys = new TreeSet<>();
        try (Connection connection = connect(old)) {
            Map<String, Table> tables = Table.all(connection);
            report.steps().stream().map(made::matcher).filter(Matcher::matches).forEach(key -> {
                Table table = tables.get(Table.lower(key.group(2)));
                List<String> columns = List.of(key.group(1).split(", "));
                if (columns.stream().allMatch(column -> table.column(column) != null)) {
                    keys.add("UNIQUE constraint failed: " + columns.stream().map(column -> table.name() + "." + column)
                            .collect(Collectors.joining(", ")));
                }
            });
        }
        return keys;
    }

    /** The service adds a row to each of its tables, but for those that a row of photometry has been added to by then. */
    private static void write(Path file, String sample) throws Exception {
        List<String> migrations = SampleFiles.migrations(sample).values().stream().flatMap(List::stream).toList();
        try (Connection connection = connect(file); Connection model = new MadeSchema(migrations).model()) {
            Programs programs = new Programs(connection);
            Map<String, Table> now = Table.all(connection);
            for (Table own : Table.all(model).values()) {
                if (Set.of("variability_due", "source_summaries").contains(own.name())) {
                    continue;
                }
                assertThat(programs.add(own, now.get(Table.lower(own.name())))).as(own.name()).isTrue();
            }
        }
    }
}

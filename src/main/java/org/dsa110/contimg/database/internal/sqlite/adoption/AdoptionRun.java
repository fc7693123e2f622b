package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.sqlite.schema.MadeSchema;
import org.dsa110.contimg.database.internal.sqlite.schema.PendingStatements;
import org.dsa110.contimg.database.internal.sqlite.schema.SchemaRepair;
import org.sqlite.SQLiteConfig;

/**
 * Changes a file by its plan, in one transaction that holds the write lock from before the copy on: what the copy has is what the plan was
 * made of. Others read meanwhile, as the file is brought to WAL mode before, in which it is served. After {@code kill -9} the file is as it
 * was, or done. Not thread-safe.
 */
final class AdoptionRun {
    private static final int CACHE_KIB = 64 * 1024;
    /** SQLite sorts as much at a time as its cache holds: what fits into the processor's is sorted twice as fast as 64 MiB are. */
    static final int SORTED_KIB = 4 * 1024;

    private final Path file;
    private final MadeSchema made;
    private final Map<String, Table> wanted;
    private final DatabaseFiles.Completion completion;
    private final Duration lockTimeout;
    private final AdoptionLock lock;
    private final Progress progress;

    /** @param completion what is run before the plan is made, and last; null for a file without a history */
    AdoptionRun(Path file, MadeSchema made, Map<String, Table> wanted, DatabaseFiles.Completion completion,
            Duration lockTimeout, Progress progress) {
        this.file = file;
        this.made = made;
        this.wanted = wanted;
        this.completion = completion;
        this.lockTimeout = lockTimeout;
        this.lock = new AdoptionLock(file, lockTimeout);
        this.progress = progress;
    }

    AdoptionReport run() throws SQLException, IOException {
        SQLiteConfig settings = new SQLiteConfig();
        settings.enforceForeignKeys(false);
        settings.setBusyTimeout(Math.toIntExact(lockTimeout.toMillis()));
        settings.setCacheSize(-CACHE_KIB);
        try (Connection connection = settings.createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            // What a table holds against its own conditions is no reason to refuse it a column.
            statement.executeUpdate("PRAGMA ignore_check_constraints = ON");
            statement.executeUpdate("PRAGMA legacy_alter_table = ON");
            statement.executeUpdate("PRAGMA temp_store = FILE");
            // Sorting the keys of a large index is most of the work.
            statement.executeUpdate("PRAGMA threads = " + Math.min(4, Runtime.getRuntime().availableProcessors()));
            String journalMode = AdoptionLock.journalMode(statement);
            refuseEarly(connection, statement);
            lock.bringToWal(statement);
            lock.take(statement);
            try {
                AdoptionReport report = change(connection, journalMode);
                statement.executeUpdate("COMMIT");
                return report;
            } catch (SQLException | IOException | RuntimeException e) {
                AdoptionLock.undo(statement, e);
                throw e;
            }
        }
    }

    /** Empty for a file without a history, and where another service has run them meanwhile. */
    static PendingStatements pending(MadeSchema made, DatabaseFiles.Completion completion, Connection connection)
            throws SQLException {
        return new PendingStatements(completion == null ? List.of() : completion.pending(connection), made.kept());
    }

    /** Before anything is changed: a file that cannot be adopted keeps its journal mode too. */
    private void refuseEarly(Connection connection, Statement statement) throws SQLException {
        lock.take(statement);
        try {
            pending(made, completion, connection).run(connection, Table.columnNames(connection));
            new Planner(connection, made, wanted).plan();
        } catch (SQLException | RuntimeException e) {
            AdoptionLock.undo(statement, e);
            throw e;
        }
        statement.executeUpdate("ROLLBACK");
    }

    private AdoptionReport change(Connection connection, String journalMode) throws SQLException, IOException {
        PendingStatements pending = pending(made, completion, connection);
        if (completion != null && pending.isEmpty()) {
            return new AdoptionReport(null, List.of(), List.of());
        }
        Map<String, Set<String>> old = Table.columnNames(connection);
        List<String> leftOut = pending.run(connection, old);
        Plan plan = new Planner(connection, made, wanted).plan();
        if (pending.isEmpty() && plan.steps().isEmpty() && !new SchemaRepair(made, connection).isDue()) {
            return new AdoptionReport(null, List.of(), findings(connection, leftOut, plan));
        }
        List<String> edited = plan.steps().stream().filter(step -> step.edit() != null).map(step -> step.edit().table())
                .distinct()
                .toList();
        try (FillAhead fills = FillAhead.start(file, connection,
                pending.isEmpty() ? fillsOfNew(connection) : Map.of())) {
            CheckedCopy copy = CheckedCopy.start(new FileCopy(file), journalMode, edited, fills::awaitEnd, progress);
            try {
                List<String> steps = sentences(pending, plan);
                plan.run(connection, progress);
                setCache(connection, SORTED_KIB);
                SchemaRepair repair = new SchemaRepair(made, connection, old, fills);
                repair.run(progress);
                if (!repair.lost().isEmpty()) {
                    throw new DatabaseException(Kind.STORAGE,
                            "it cannot be adopted: " + String.join("; ", repair.lost()), null);
                }
                repair.restored().forEach(part -> steps.add("make " + part));
                if (completion != null) {
                    completion.finish(connection);
                }
                CheckedCopy.Result kept = copy.await();
                List<String> findings = findings(connection, leftOut, plan);
                findings.addAll(damages(connection, kept.doubtful()));
                repair.notMade().forEach(part -> findings.add("not made, as rows do not allow it: " + part));
                return new AdoptionReport(kept.path(), steps, findings);
            } catch (SQLException | IOException | RuntimeException e) {
                copy.discard(e);
                throw e;
            }
        }
    }

    /** What fills tables that are not there yet, by table. */
    private Map<String, String> fillsOfNew(Connection connection) throws SQLException {
        Map<String, String> fills = made.fillsOfKept();
        fills.keySet().removeAll(Table.all(connection).keySet());
        return fills;
    }

    private static void setCache(Connection connection, int kib) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA cache_size = -" + kib);
        }
    }

    static List<String> sentences(PendingStatements pending, Plan plan) {
        List<String> steps = new ArrayList<>();
        if (!pending.isEmpty()) {
            steps.add("run what can be run of the migrations that are still to be run");
        }
        steps.addAll(plan.sentences());
        return steps;
    }

    static List<String> findings(List<String> leftOut, Plan plan) {
        List<String> findings = new ArrayList<>();
        leftOut.forEach(each -> findings.add("not run, as it is done already or cannot be: " + each));
        findings.addAll(plan.findings());
        return findings;
    }

    private List<String> findings(Connection connection, List<String> leftOut, Plan plan) throws SQLException {
        List<String> findings = findings(leftOut, plan);
        progress.step("look for rows without their parents", 0, 0);
        findings.addAll(new Orphans(connection).all());
        return findings;
    }

    /**
     * What SQLite says of the tables whose statements were edited, as they are now: what breaks their own conditions did so before.
     *
     * @param doubtful those of which it has said something before they were edited; of the others it has nothing to say
     */
    private List<String> damages(Connection connection, Set<String> doubtful) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String table : doubtful) {
            progress.step("check table " + table, 0, 0);
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("PRAGMA main.quick_check(" + Table.quoted(table) + ")")) {
                while (rows.next()) {
                    String line = rows.getString(1);
                    if (line.startsWith("NULL value in") || line.startsWith("CHECK constraint failed")) {
                        found.add("table " + table + ": " + line);
                    } else if (!line.equals("ok")) {
                        throw new SQLException("table " + table + " is damaged: " + line);
                    }
                }
            }
        }
        return found;
    }
}

package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.execute;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.internal.sqlite.adoption.Table.Column;

/** A file as some program may have made it: tables of ours in other forms, tables of nobody, and rows that keep to no rule. */
final class RandomFile {
    private static final List<String> EXTRA_TYPES = List.of("REAL", "TEXT", "INTEGER", "BLOB", "", "VARCHAR(20)",
            "DOUBLE PRECISION", "DECIMAL(10, 2)");

    /** Tables that no other program makes. */
    private static final Set<String> OUR_OWN = Set.of("source_places", "source_summaries", "source_summaries_since",
            "variability_sums",
            "variability_due",
            "idempotency_keys", "set_aside_files", "queue_transitions", "queue_claims", "queue_outbox",
            "queue_waits", "queue_pauses");

    private static final Set<String> COMPLETED = Set.of("ms_index.created_at", "calibrator_transits.id",
            "pointing_history.id", "pointing_history.timestamp", "pointing_history.timestamp_mjd",
            "pointing_history.recorded_at");

    private final Random random;
    private final Map<String, Table> wanted;
    private final List<String> made = new ArrayList<>();
    private int extras;

    /** @param wanted the tables of ours, by name in lower case */
    RandomFile(long seed, Map<String, Table> wanted) {
        this.random = new Random(seed);
        this.wanted = wanted;
    }

    void make(Path file) throws SQLException {
        try (Connection connection = connect(file)) {
            execute(connection, "PRAGMA foreign_keys = OFF");
            execute(connection, "PRAGMA page_size = " + one(List.of("512", "4096", "4096", "4096", "65536")));
            execute(connection, "PRAGMA auto_vacuum = " + one(List.of("NONE", "NONE", "FULL", "INCREMENTAL")));
            execute(connection, "PRAGMA encoding = '" + one(List.of("UTF-8", "UTF-8", "UTF-16le", "UTF-16be")) + "'");
            if (chance(30)) {
                execute(connection, "PRAGMA journal_mode = WAL");
            }
            execute(connection, "BEGIN");
            // What it is recognised by.
            table(connection, wanted.get("batch_jobs"), false);
            for (Table own : wanted.values()) {
                if (!own.name().equals("batch_jobs") && !OUR_OWN.contains(own.name()) && chance(70)) {
                    table(connection, own, true);
                }
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                stranger(connection, i);
            }
            for (Table table : List.copyOf(Table.all(connection).values())) {
                fill(connection, table);
                if (chance(25)) {
                    grow(connection, table);
                }
                parts(connection, table);
            }
            execute(connection, "PRAGMA user_version = " + random.nextInt());
            execute(connection, "PRAGMA application_id = " + random.nextInt());
            execute(connection, "COMMIT");
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A table of ours: other columns, in another order, under other rules. */
    private void table(Connection connection, Table own, boolean changed) throws SQLException {
        List<Column> columns = new ArrayList<>(own.columns().values());
        if (changed) {
            columns.removeIf(column -> column.key() == 0 && chance(15));
        }
        List<String> definitions = new ArrayList<>(columns.stream().map(column -> column(own, column)).toList());
        List<String> constraints = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            definitions.add(extra(columns.get(0).name()));
        }
        if (chance(70)) {
            Collections.shuffle(definitions, random);
        }
        boolean numbered = columns.stream().anyMatch(own::isRowNumber);
        boolean keyed = !numbered && chance(80);
        if (keyed) {
            constraints
                    .add("PRIMARY KEY (" + own.keyColumns().stream().map(Column::name).collect(Collectors.joining(", "))
                            + ")");
        }
        if (chance(30)) {
            constraints.add("UNIQUE (" + one(columns).name() + ", " + one(columns).name() + ")");
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Column column = one(columns);
            if (!isCompleted(own, column)) {
                constraints.add(reference(column.name()));
            }
        }
        if (chance(10)) {
            constraints.add("FOREIGN KEY (" + one(columns).name() + ", " + one(columns).name() + ") REFERENCES "
                    + one(List.of("subband_files", "subband_files (path, group_id)", "performance_metrics",
                            "\"SUBBAND_files\" (\"group_id\", [subband_idx]) ON DELETE CASCADE")));
        }
        Collections.shuffle(constraints, random);
        definitions.addAll(constraints);
        String name = chance(20) ? own.name().toUpperCase(Locale.ROOT) : own.name();
        execute(connection, "CREATE TABLE " + (chance(30) ? Table.quoted(name) : name) + " (" + join(definitions) + ")"
                + (keyed && chance(15) ? " WITHOUT ROWID" : ""));
        made.add(name);
    }

    private String join(List<String> definitions) {
        return String.join(chance(20) ? ", -- it's (a) comment,\n  " : chance(50) ? " /* , ( */ , " : ",\n",
                definitions);
    }

    private String column(Table own, Column column) {
        String name = switch (random.nextInt(6)) {
            case 0 -> Table.quoted(column.name());
            case 1 -> '[' + column.name() + ']';
            case 2 -> column.name().toUpperCase(Locale.ROOT);
            default -> column.name();
        };
        if (own.isRowNumber(column)) {
            return name + " INTEGER" + (chance(20) ? " NOT NULL" : "") + " PRIMARY KEY"
                    + (chance(50) ? " AUTOINCREMENT" : "");
        }
        String type = chance(10)
                ? one(EXTRA_TYPES)
                : column.type().equals("TEXT") && chance(30) ? "VARCHAR" : column.type();
        StringBuilder text = new StringBuilder(name).append(' ').append(type);
        if (chance(25)) {
            text.append(chance(30)
                    ? " CONSTRAINT \"must be\" NOT NULL"
                    : chance(30) ? " NOT  NULL ON CONFLICT ABORT" : " not null");
        }
        if (column.fallback() != null && chance(60)) {
            text.append(" DEFAULT ").append(column.fallback());
        }
        if (chance(4) && column.key() == 0) {
            text.append(" UNIQUE");
        }
        if (chance(8)) {
            text.append(" CHECK (").append(column.name())
                    .append(one(List.of(" IN ('a', ')', 'b')", " <> 'x'", " IS NOT 7")))
                    .append(')');
        }
        if (chance(5)) {
            text.append(" COLLATE NOCASE");
        }
        if (chance(6) && !isCompleted(own, column)) {
            text.append(' ').append(references());
        }
        return text.toString();
    }

    /** Whether triggers give a column a value where a program gives none, which would be that of no parent. */
    private static boolean isCompleted(Table own, Column column) {
        return COMPLETED.contains(own.name() + "." + column.name());
    }

    /** A column that only others know. */
    private String extra(String other) {
        String name = one(List.of("extra", "\"an extra\"", "[x(]", "`q\"`", "\"check\"", "größe")) + "";
        String numbered = name.length() > 2 && "\"[`".indexOf(name.charAt(0)) >= 0
                ? name.substring(0, name.length() - 1) + extras++ + name.charAt(name.length() - 1)
                : name + extras++;
        return numbered + " " + switch (random.nextInt(7)) {
            case 0 -> "TEXT NOT NULL";
            case 1 -> "REAL NOT NULL DEFAULT -1.5";
            case 2 -> "INTEGER NOT NULL DEFAULT (1 + 2) CHECK (" + numbered + " > 0)";
            case 3 -> "TEXT GENERATED ALWAYS AS (coalesce(" + other + ", '') || ', )') VIRTUAL";
            case 4 -> "AS (typeof(" + other + ")) STORED NOT NULL";
            case 5 -> "TEXT DEFAULT \"quoted\" COLLATE NOCASE";
            default -> one(EXTRA_TYPES) + " CONSTRAINT c CHECK (" + numbered + " IS NOT 'refused')";
        };
    }

    private String reference(String column) {
        return (chance(30) ? "CONSTRAINT \"a name\" " : "") + "FOREIGN KEY (" + column + ") " + references();
    }

    private String references() {
        String parent = one(
                List.of("batch_jobs(id)", "nowhere(id)", "images(path)", "ms_index", "\"Batch_Jobs\" (\"type\")",
                        "jobs(id)", "variability_stats"));
        return "REFERENCES " + parent + one(List.of("", " ON DELETE SET NULL", " ON UPDATE CASCADE ON DELETE NO ACTION",
                " DEFERRABLE INITIALLY DEFERRED", " MATCH FULL NOT DEFERRABLE"));
    }

    private void stranger(Connection connection, int number) throws SQLException {
        String name = one(List.of("theirs ", "it's \"quoted\" ", "Größe ")) + number;
        String key = one(List.of("k TEXT PRIMARY KEY", "k INTEGER PRIMARY KEY AUTOINCREMENT", "k"));
        execute(connection, "CREATE TABLE " + Table.quoted(name) + " (" + key + ", \"a b\" REAL, c REFERENCES "
                + one(made) + (chance(50) ? "" : "(path)") + ", d BLOB NOT NULL DEFAULT x'00', "
                + (chance(50) ? "CHECK (d <> 'x') " : "") + reference("c") + ")"
                + (key.startsWith("k TEXT") && chance(50) ? " WITHOUT ROWID" : ""));
        execute(connection,
                "CREATE VIEW " + Table.quoted("view of " + name) + " AS SELECT * FROM " + Table.quoted(name));
        execute(connection, "CREATE TRIGGER " + Table.quoted("instead of " + name) + " INSTEAD OF INSERT ON "
                + Table.quoted("view of " + name) + " BEGIN DELETE FROM " + Table.quoted(name)
                + " WHERE k = NEW.k; END");
        execute(connection,
                "CREATE TRIGGER " + Table.quoted("trigger of " + name) + " AFTER UPDATE ON " + Table.quoted(name)
                        + " BEGIN UPDATE " + Table.quoted(name) + " SET d = x'01' WHERE k = NEW.k; END");
    }

    /** By ALTER TABLE, so that the rows which are there end before the new column. */
    private void grow(Connection connection, Table table) throws SQLException {
        String column = "added" + extras++;
        execute(connection, "ALTER TABLE " + Table.quoted(table.name()) + " ADD COLUMN " + column
                + one(List.of("", " REAL", " TEXT DEFAULT 'as old'", " INTEGER NOT NULL DEFAULT 7",
                        " TEXT DEFAULT \"in quotes\"", " AS (1 + 1) VIRTUAL", " REFERENCES " + one(made))));
        if (chance(50)) {
            fill(connection, Table.all(connection).get(Table.lower(table.name())));
        }
    }

    private void parts(Connection connection, Table table) throws SQLException {
        List<Column> columns = List.copyOf(table.columns().values());
        String on = " ON " + Table.quoted(table.name()) + " (" + Table.quoted(one(columns).name());
        if (chance(40)) {
            String name = chance(20) ? "idx_images_sky" : chance(20) ? "idx_hdf5_stored" : "index of " + table.name();
            execute(connection, "CREATE INDEX IF NOT EXISTS " + Table.quoted(name) + on + one(List.of(")", " DESC)",
                    ") WHERE 1", " COLLATE NOCASE, 1 + 1)")));
        }
        if (chance(20)) {
            String column = columns.get(columns.size() - 1).name();
            execute(connection, "CREATE TRIGGER " + Table.quoted("t " + table.name()) + " AFTER INSERT ON "
                    + Table.quoted(table.name()) + " WHEN NEW." + Table.quoted(column) + " = 'never' BEGIN DELETE FROM "
                    + Table.quoted(table.name()) + " WHERE " + Table.quoted(column) + " = 'never'; END");
        }
    }

    private void fill(Connection connection, Table table) throws SQLException {
        List<Column> columns = table.columns().values().stream().filter(column -> !column.computed()).toList();
        String sql = "INSERT OR IGNORE INTO " + Table.quoted(table.name()) + " ("
                + columns.stream().map(column -> Table.quoted(column.name())).collect(Collectors.joining(", "))
                + ") VALUES ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int row = random.nextInt(30); row >= 0; row--) {
                for (int i = 0; i < columns.size(); i++) {
                    insert.setObject(i + 1, value(table, columns.get(i)));
                }
                insert.executeUpdate();
            }
        }
    }

    private Object value(Table table, Column column) {
        if (table.isRowNumber(column)) {
            return random.nextInt(1_000_000) + 1;
        }
        return switch (random.nextInt(12)) {
            case 0 -> column.notNull() ? "some" : null;
            case 1 -> "text in any column";
            case 2 -> new byte[]{0, (byte) random.nextInt()};
            case 3 -> "a";
            case 4 -> Double.POSITIVE_INFINITY;
            case 5 -> "größe " + random.nextInt(5);
            case 6 -> random.nextLong();
            default ->
                Affinity.of(column.type()) == Affinity.TEXT ? "t" + random.nextInt(1000) : random.nextGaussian() * 100;
        };
    }
}

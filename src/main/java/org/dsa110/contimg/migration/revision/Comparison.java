package org.dsa110.contimg.migration.revision;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hibernate.boot.Metadata;

/**
 * Compares the tables of entities with those of a scratch database that the migrations have just made. What it finds is done to that one,
 * which then has to be as the entities want it: so a migration that is written has been run. Not thread-safe.
 */
public final class Comparison {
    private final Map<String, MappedTable> entities;

    private Comparison(Map<String, MappedTable> entities) {
        this.entities = entities;
    }

    /**
     * Of the entities of a persistence unit.
     *
     * @throws IllegalStateException if there is no such unit
     */
    public static Comparison ofUnit(String unit) {
        Metadata metadata = EntityModels.of(unit);
        if (metadata == null) {
            throw new IllegalStateException("there is no persistence unit " + unit);
        }
        return of(metadata);
    }

    /** Of the entities that Hibernate has read. */
    public static Comparison of(Metadata metadata) {
        return new Comparison(new EntityTables(metadata).read());
    }

    /** Of all tables of some databases in one file. */
    public static Comparison together(List<Comparison> databases) {
        Map<String, MappedTable> all = new LinkedHashMap<>();
        databases.forEach(database -> database.entities.forEach((name, table) -> all.merge(name, table,
                MappedTable::union)));
        return new Comparison(all);
    }

    /** The tables of this that another has too, in lower case. */
    public List<String> shared(Comparison other) {
        return entities.keySet().stream().filter(other.entities::containsKey).toList();
    }

    /**
     * @param head a database at the newest version, on a connection that knows the statements of migrations; it is changed
     * @param empty another, with nothing in it; the entities' tables are made there
     * @return what SQLite refuses is a fault of it
     */
    public Differences with(Connection head, Connection empty, Hints hints) throws SQLException {
        List<Change> changes = new ArrayList<>();
        try {
            return compare(head, empty, hints, changes);
        } catch (RefusedException e) {
            return new Differences(changes, List.of(), List.of(e.getMessage()));
        }
    }

    private Differences compare(Connection head, Connection empty, Hints hints, List<Change> changes)
            throws SQLException {
        for (MappedTable table : entities.values()) {
            run(empty, List.of(table.sql()));
            for (MappedIndex index : table.indexes().values()) {
                run(empty, List.of(index.sql()));
            }
        }
        Map<String, TableShape> wanted = TableShape.all(empty);
        rename(head, hints, changes);
        Differences found = compare(TableShape.all(head), wanted, hints);
        List<String> left = new ArrayList<>(found.left());
        left.addAll(others(head));
        changes.addAll(found.changes());
        List<String> faults = new ArrayList<>(found.faults());
        if (faults.isEmpty()) {
            for (Change change : found.changes()) {
                run(head, change.sql());
            }
            Differences after = compare(TableShape.all(head), wanted, hints);
            after.changes().forEach(change -> faults.add("the migration would not lead to what the entities want, so"
                    + " that it has to be written by hand: " + change.words()));
        }
        return new Differences(changes, left, faults);
    }

    private static void rename(Connection head, Hints hints, List<Change> changes) throws SQLException {
        for (Hints.Rename rename : hints.renames()) {
            TableShape table = TableShape.all(head).get(MappedColumn.lower(rename.table()));
            if (table != null && (rename.column() == null || table.column(rename.column()) != null)) {
                changes.add(Change.of(rename.column() == null ? rename.to() : rename.table(), rename.words(),
                        rename.sql()).warning("programs that use the old name fail from then on"));
                run(head, List.of(rename.sql()));
            }
        }
    }

    private Differences compare(Map<String, TableShape> head, Map<String, TableShape> wanted, Hints hints) {
        Differences all = new Differences(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        entities.forEach((name, entity) -> {
            if (head.containsKey(name)) {
                TableComparison table = new TableComparison(entity, wanted.get(name), head.get(name), hints);
                all.changes().addAll(table.changes());
                all.left().addAll(table.left());
                all.faults().addAll(table.faults());
            } else {
                List<String> sql = new ArrayList<>(List.of(entity.sql()));
                entity.indexes().values().forEach(index -> sql.add(index.sql()));
                all.changes().add(new Change(name, "make table " + entity.name(), sql, null));
            }
        });
        head.forEach((name, table) -> {
            if (!entities.containsKey(name)) {
                if (hints.drops(name)) {
                    all.changes().add(Change.of(name, "drop table " + table.name(), "DROP TABLE IF EXISTS "
                            + table.name()).warning("what is in it is lost"));
                } else {
                    all.left().add("table " + table.name());
                }
            }
        });
        return all;
    }

    private static List<String> others(Connection head) throws SQLException {
        List<String> others = new ArrayList<>();
        try (Statement statement = head.createStatement();
                ResultSet rows = statement.executeQuery("SELECT type || ' ' || name FROM sqlite_schema"
                        + " WHERE type IN ('trigger', 'view') ORDER BY rowid")) {
            while (rows.next()) {
                others.add(rows.getString(1));
            }
        }
        return others;
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    throw new RefusedException("SQLite refuses " + sql + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /** A statement that comes of what entities or hints say, and that SQLite does not take. */
    private static final class RefusedException extends SQLException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message, SQLException cause) {
            super(message, cause);
        }
    }
}

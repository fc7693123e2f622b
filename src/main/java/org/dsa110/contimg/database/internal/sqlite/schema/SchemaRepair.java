package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.sqlite.schema.SchemaParts.Part;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Compares a database with what its migrations made, and puts back what another program took along when it made a table anew: triggers,
 * indexes, views and unique keys, by the migrations' own statements, and the rows that the triggers keep. What is not of the migrations
 * is left alone. Not thread-safe.
 */
public final class SchemaRepair {
    /** @param needed whether the service may not go on without it: without an index that is not unique it is slow, and right */
    private record Step(String what, boolean needed, List<String> statements) {
    }

    private final MadeSchema made;
    private final Connection connection;
    private final SchemaParts found;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> restored = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();

    /** Looks at what is there, and changes nothing. */
    public SchemaRepair(MadeSchema made, Connection connection) throws SQLException {
        this.made = made;
        this.connection = connection;
        this.found = SchemaParts.read(connection);
        List<Part> tables = differing("table");
        if (!tables.isEmpty()) {
            try (Connection model = made.model()) {
                for (Part table : tables) {
                    compare(table, model);
                }
            }
        }
        differing("index").forEach(this::replace);
        differing("view").forEach(this::replace);
        List<Part> triggers = differing("trigger");
        triggers.forEach(this::replace);
        Set<String> kept = new TreeSet<>();
        triggers.forEach(trigger -> kept.addAll(made.kept(trigger)));
        kept.forEach(this::refill);
    }

    /** Whether there is something to put back. */
    public boolean isDue() {
        return !steps.isEmpty();
    }

    /** What there is to put back. */
    public List<String> due() {
        return steps.stream().map(Step::what).toList();
    }

    /** What the service cannot do without, and nothing can put back; empty when there is no such thing. */
    public List<String> lost() {
        return List.copyOf(lost);
    }

    /** What is otherwise than the migrations made it, and stays so, as the service can work with it. */
    public List<String> changed() {
        return List.copyOf(changed);
    }

    /** What {@link #run} has put back. */
    public List<String> restored() {
        return List.copyOf(restored);
    }

    /**
     * Puts back what can be, within a transaction of the caller that holds the write lock since before the look; it is to be undone if
     * something is {@link #lost} afterwards.
     *
     * @throws SQLException if it cannot be done now, as on a full disk
     */
    public void run() throws SQLException {
        run(Progress.NONE);
    }

    /** The same, and tells of each part. */
    public void run(Progress progress) throws SQLException {
        for (int i = 0; i < steps.size(); i++) {
            progress.step("make " + steps.get(i).what(), i, steps.size());
            run(steps.get(i));
        }
    }

    private List<Part> differing(String type) {
        return made.parts().parts().values().stream()
                .filter(part -> part.type().equals(type) && !part.isSame(found.like(part))
                        && !(type.equals("index") && beside(part).isSame(found.like(beside(part)))))
                .toList();
    }

    private void compare(Part table, Connection model) throws SQLException {
        Part now = found.like(table);
        if (now == null) {
            lost.add("there is no table " + table.name());
            return;
        }
        TableForm expected = TableForm.read(model, table);
        TableForm actual = TableForm.read(connection, now);
        List<String> lacking = expected.lostIn(actual);
        if (!lacking.isEmpty()) {
            lost.addAll(lacking);
            return;
        }
        List<String> other = expected.changedIn(actual);
        if (!other.isEmpty()) {
            changed.add("table " + table.name() + ": " + String.join(", ", other));
        }
        for (Set<String> key : expected.constraints()) {
            if (!actual.keys().contains(key)) {
                key(table, key);
            }
        }
    }

    private void key(Part table, Set<String> key) {
        String columns = String.join(", ", key);
        String name = "unique_" + table.name() + "_" + String.join("_", key);
        Part instead = found.parts().get(name.toLowerCase(Locale.ROOT));
        if (instead != null && instead.type().equals("index")) {
            // Adoption makes it so where rows broke the key already.
            changed.add("table " + table.name() + ": rows may have the same " + columns + ", as index " + name
                    + " stands instead of a unique key");
            return;
        }
        steps.add(new Step("the unique key (" + columns + ") of table " + table.name(), true,
                List.of("CREATE UNIQUE INDEX " + name + " ON " + table.name() + " (" + columns + ")")));
    }

    /** An index under another name, for where another program has an index of the same name, perhaps on another table. */
    private static Part beside(Part index) {
        String name = "contimg_" + index.name();
        return new Part(index.type(), name, index.table(),
                index.sql().replaceFirst("\\b" + Pattern.quote(index.name()) + "\\b", name));
    }

    /** An index of another program stays, as its statements may rely on it; a trigger or view of ours that is otherwise does not. */
    private void replace(Part lacking) {
        Part part = lacking.type().equals("index") && found.like(lacking) != null ? beside(lacking) : lacking;
        Part now = found.like(part);
        boolean unique = part.sql().toUpperCase(Locale.ROOT).startsWith("CREATE UNIQUE");
        List<String> statements = new ArrayList<>();
        if (now != null && now.type().equals(part.type())) {
            statements.add("DROP " + part.type() + " \"" + now.name() + '"');
        }
        statements.add(part.sql());
        steps.add(new Step(part.type() + " " + part.name(), unique || !part.type().equals("index"), statements));
    }

    private void refill(String table) {
        String fill = made.fill(table);
        if (fill == null) {
            lost.add("what triggers keep in table " + table + " cannot be made anew");
        } else {
            steps.add(new Step("the rows of table " + table, true, List.of("DELETE FROM " + table, fill)));
        }
    }

    private void run(Step step) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("SAVEPOINT part");
            try {
                for (String sql : step.statements()) {
                    statement.executeUpdate(sql);
                }
                restored.add(step.what());
            } catch (SQLException e) {
                if (!isOfTheSchema(e)) {
                    throw e;
                }
                statement.executeUpdate("ROLLBACK TO part");
                (step.needed() ? lost : changed).add(step.what() + " cannot be put back: " + e.getMessage());
            }
            statement.executeUpdate("RELEASE part");
        }
    }

    /** Whether it fails for what is in the database, as rows that are there twice, and will again; not for a disk that is full. */
    private static boolean isOfTheSchema(SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
        return code == SQLiteErrorCode.SQLITE_ERROR.code || code == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    }
}

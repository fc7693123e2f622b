package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.sqlite.schema.SchemaParts.Part;

/**
 * Compares a database with what its migrations made, and puts back what another program took along when it made a table anew: triggers,
 * indexes, views and unique keys, by the migrations' own statements, and the rows that the triggers keep. What is not of the migrations
 * is left alone. Not thread-safe.
 */
public final class SchemaRepair {
    /** One of all rows and plain columns, which are its first group. */
    private static final Pattern UNIQUE_INDEX = Pattern
            .compile("(?i)CREATE\\s+UNIQUE\\s+INDEX\\s+\\w+\\s+ON\\s+\\w+\\s*\\(([\\w\\s,]+)\\)");

    /** @param needed whether the service may not go on without it: without an index that is not unique it is slow, and right */
    private record Step(String what, boolean needed, Statements statements) {
    }

    /** Asked for when they are to be run. */
    private interface Statements {
        List<String> all() throws SQLException;
    }

    private final MadeSchema made;
    private final Connection connection;
    private final Map<String, Set<String>> others;
    private final Fills fills;
    private final SchemaParts found;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> restored = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final List<String> notMade = new ArrayList<>();

    /** Looks at what is there, and changes nothing. */
    public SchemaRepair(MadeSchema made, Connection connection) throws SQLException {
        this(made, connection, Map.of(), Fills.OF_MIGRATIONS);
    }

    /**
     * Looks at what is there, and changes nothing.
     *
     * @param others columns of another program by table, in lower case: what is empty in them stays so
     * @param fills how tables that triggers keep get their rows
     */
    public SchemaRepair(MadeSchema made, Connection connection, Map<String, Set<String>> others, Fills fills)
            throws SQLException {
        this.made = made;
        this.connection = connection;
        this.others = others;
        this.fills = fills;
        this.found = SchemaParts.read(connection);
        List<Part> tables = differing("table");
        if (!tables.isEmpty()) {
            try (Connection model = made.model()) {
                for (Part table : tables) {
                    compare(table, model);
                }
            }
        }
        List<Part> last = new ArrayList<>();
        for (Part index : differing("index")) {
            if (!isKeyAlready(index) && !isStoodInFor(index)) {
                if (index.isOfExpressions()) {
                    last.add(index);
                } else {
                    replace(index);
                }
            }
        }
        differing("view").forEach(this::replace);
        List<Part> triggers = new ArrayList<>();
        for (Part trigger : differing("trigger")) {
            String obstacle = completesRows(trigger) ? new CompletingTrigger(trigger).obstacle(connection, made) : null;
            if (obstacle == null) {
                triggers.add(trigger);
            } else {
                changed.add("no trigger " + trigger.name() + ", as table " + trigger.table() + " " + obstacle);
            }
        }
        triggers.forEach(this::replace);
        Set<String> kept = new TreeSet<>();
        triggers.forEach(trigger -> kept.addAll(made.kept(trigger)));
        kept.forEach(this::refill);
        for (String table : triggers.stream().filter(this::completesRows).map(Part::table).distinct().toList()) {
            complete(table);
        }
        // No row is filled in by them; and their keys are sorted by several threads, for which there is room when a copy is made beside.
        last.forEach(this::replace);
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

    /** What {@link #run} could not put back for what is in the rows, and why; the service can work without it. */
    public List<String> notMade() {
        return List.copyOf(notMade);
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
                () -> List.of("CREATE UNIQUE INDEX " + name + " ON " + table.name() + " (" + columns + ")")));
    }

    /** Whether the table has a key of the columns of a unique index, under whatever name. */
    private boolean isKeyAlready(Part index) throws SQLException {
        Matcher key = UNIQUE_INDEX.matcher(index.sql());
        Part table = key.matches() ? found.parts().get(index.table().toLowerCase(Locale.ROOT)) : null;
        if (table == null) {
            return false;
        }
        Set<String> columns = Set.of(key.group(1).toLowerCase(Locale.ROOT).split("[\\s,]+"));
        TableForm form = TableForm.read(connection, table);
        return form.keys().contains(columns)
                || form.rowNumber() != null && columns.equals(Set.of(form.rowNumber().name().toLowerCase(Locale.ROOT)));
    }

    /** Whether an index that is not unique has the name of a unique one: adoption makes it so where rows broke the key already. */
    private boolean isStoodInFor(Part index) {
        Part plain = new Part(index.type(), index.name(), index.table(),
                index.sql().replaceFirst("(?i)UNIQUE\\s+", ""));
        boolean instead = !plain.sql().equals(index.sql()) && plain.isSame(found.like(index));
        if (instead) {
            changed.add(
                    "table " + index.table() + ": index " + index.name() + " stands there and is not unique, as rows"
                            + " were the same in its columns");
        }
        return instead;
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
        steps.add(new Step(part.type() + " " + part.name(), unique || !part.type().equals("index"), () -> statements));
    }

    /** Whether it is a trigger that does nothing but give the row that fired it what was left out. */
    private boolean completesRows(Part part) {
        return part.type().equals("trigger") && made.kept(part).isEmpty();
    }

    private void complete(String table) throws SQLException {
        Set<String> kept = others.getOrDefault(table.toLowerCase(Locale.ROOT), Set.of());
        for (ColumnFill fill : made.columnFills(table).values()) {
            if (!kept.contains(fill.column())) {
                steps.add(new Step("column " + fill.column() + " of table " + table + " where it is empty", false,
                        () -> List.of(fill.on(connection))));
            }
        }
    }

    private void refill(String table) {
        String fill = made.fill(table);
        // Without one it is a log: what was done while its triggers were gone is not known to anybody.
        if (fill != null) {
            steps.add(new Step("the rows of table " + table, true,
                    () -> List.of("DELETE FROM " + table, fills.statement(table, fill))));
        }
    }

    private void run(Step step) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("SAVEPOINT part");
            try {
                for (String sql : step.statements().all()) {
                    new WalkedTable(connection, sql).run();
                }
                restored.add(step.what());
            } catch (SQLException e) {
                if (!Refusal.isOfTheDatabase(e)) {
                    throw e;
                }
                statement.executeUpdate("ROLLBACK TO part");
                (step.needed() ? lost : changed).add(step.what() + " cannot be put back: " + e.getMessage());
                if (!step.needed()) {
                    notMade.add(step.what() + ": " + e.getMessage());
                }
            }
            statement.executeUpdate("RELEASE part");
        }
    }
}

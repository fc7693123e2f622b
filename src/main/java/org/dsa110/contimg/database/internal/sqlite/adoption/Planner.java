package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.sqlite.alter.Clause;
import org.dsa110.contimg.database.internal.sqlite.alter.Token;
import org.dsa110.contimg.database.internal.sqlite.schema.Fills;
import org.dsa110.contimg.database.internal.sqlite.schema.MadeSchema;
import org.dsa110.contimg.database.internal.sqlite.schema.SchemaRepair;

/** Compares a file with what the migrations make, and tries on a copy of its schema in memory what is to be done. Not thread-safe. */
final class Planner {
    private final Connection file;
    private final MadeSchema made;
    private final Map<String, Table> wanted;
    private final List<String> findings = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    Planner(Connection file, MadeSchema made, Map<String, Table> wanted) {
        this.file = file;
        this.made = made;
        this.wanted = wanted;
    }

    /**
     * What is to be done, by statements; {@link #indexes} are to be put in afterwards.
     *
     * @throws DatabaseException STORAGE if the file cannot become what the service needs
     */
    Plan plan() throws SQLException {
        Map<String, Table> found = Table.all(file);
        List<Step> steps = new ArrayList<>();
        try (Model model = Model.of(file); Connection migrated = made.model()) {
            Map<String, TablePlan> tables = new LinkedHashMap<>();
            found.forEach((name, table) -> tables.put(name, new TablePlan(table, wanted.get(name))));
            List<TablePlan> ours = tables.values().stream().filter(TablePlan::isOurs).toList();
            List<Step> additions = new ArrayList<>();
            UniqueKeys keys = new UniqueKeys(file, migrated);
            for (TablePlan table : ours) {
                faults.addAll(table.faults());
                understand(table, () -> table.relax(model));
                table.compare();
                additions.addAll(table.columns());
                additions.addAll(keys.missing(table.found(), wanted.get(Table.lower(table.found().name()))));
            }
            List<TablePlan> absent = absent(found);
            stopIfFaulty();
            absent.forEach(table -> tables.put(Table.lower(table.found().name()), table));
            for (Step step : steps(additions, absent, false)) {
                for (String sql : step.statements()) {
                    model.run(sql);
                }
            }
            references(tables, model);
            stopIfFaulty();
            for (TablePlan table : tables.values()) {
                if (!absent.contains(table)) {
                    steps.addAll(table.edits());
                }
                findings.addAll(table.findings());
            }
            steps.addAll(steps(additions, absent, true));
            findings.addAll(keys.findings());
        }
        others(found);
        Plan plan = new Plan(steps, findings);
        verify(plan);
        return plan;
    }

    /** What is put in after a plan is done: indexes, triggers and what they keep. */
    List<String> indexes(Plan plan, Map<String, Set<String>> old) throws SQLException {
        try (Model model = Model.of(file)) {
            plan.run(model.connection(), Progress.NONE);
            SchemaRepair repair = new SchemaRepair(made, model.connection(), old, Fills.OF_MIGRATIONS);
            repair.run();
            return repair.restored();
        }
    }

    private static List<Step> steps(List<Step> additions, List<TablePlan> absent, boolean edited) {
        List<Step> steps = new ArrayList<>();
        for (TablePlan table : absent) {
            String sql = table.edits().isEmpty() || !edited ? table.found().sql() : table.edits().get(0).edit().after();
            steps.add(Step.of("make table " + table.found().name(), sql));
        }
        steps.addAll(additions);
        return steps;
    }

    /** Tables of ours that are not there. A name may be taken by something else. */
    private List<TablePlan> absent(Map<String, Table> found) throws SQLException {
        Map<String, String> taken = new LinkedHashMap<>();
        try (Statement statement = file.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, type FROM sqlite_schema")) {
            while (rows.next()) {
                taken.put(Table.lower(rows.getString(1)), rows.getString(2));
            }
        }
        List<TablePlan> absent = new ArrayList<>();
        wanted.forEach((name, table) -> {
            if (!found.containsKey(name)) {
                String type = taken.get(name);
                if (type != null) {
                    faults.add(table.name() + " is "
                            + (type.equals("table")
                                    ? "a virtual table"
                                    : type.equals("index") ? "an index" : "a " + type)
                            + " there");
                }
                absent.add(new TablePlan(table, table));
            }
        });
        return absent;
    }

    /** Takes out what SQLite cannot check, of any table, and what would refuse rows of ours for those of tables that we do not write. */
    private void references(Map<String, TablePlan> tables, Model model) throws SQLException {
        Set<String> names = model.tables().keySet();
        for (TablePlan table : tables.values()) {
            if (Token.of(table.found().sql()).stream().noneMatch(token -> token.is("REFERENCES"))) {
                continue;
            }
            understand(table, () -> {
                for (Clause reference : table.text().clauses(Clause.Kind.FOREIGN_KEY)) {
                    String which = "take out of table " + table.found().name() + " the reference of "
                            + String.join(", ", reference.columns()) + " to table " + reference.parent();
                    if (!model.canCheck(reference, names)) {
                        table.takeOut(reference, which + ", which SQLite cannot check");
                    } else if (table.blocks(reference, wanted)) {
                        table.takeOut(reference, which + ", which the service does not write");
                    }
                }
            });
        }
    }

    private void others(Map<String, Table> found) {
        Set<String> others = new TreeSet<>(found.keySet());
        others.removeAll(wanted.keySet());
        if (!others.isEmpty()) {
            findings.add("tables that the migrations do not have stay as they are: " + String.join(", ", others));
        }
    }

    private void verify(Plan plan) throws SQLException {
        try (Model model = Model.of(file)) {
            plan.run(model.connection(), Progress.NONE);
            faults.addAll(new SchemaRepair(made, model.connection()).lost());
        } catch (SQLException e) {
            faults.add(e.getMessage());
        }
        stopIfFaulty();
    }

    private void stopIfFaulty() {
        if (!faults.isEmpty()) {
            throw new DatabaseException(Kind.STORAGE, "it cannot be adopted: " + String.join("; ", faults), null);
        }
    }

    private interface Look {
        void run() throws SQLException;
    }

    private void understand(TablePlan table, Look look) throws SQLException {
        try {
            look.run();
        } catch (IllegalArgumentException e) {
            faults.add("table " + table.found().name() + ": " + e.getMessage());
        }
    }
}

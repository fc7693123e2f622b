package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.internal.sqlite.adoption.Table.Column;
import org.dsa110.contimg.database.internal.sqlite.alter.Clause;
import org.dsa110.contimg.database.internal.sqlite.alter.Clause.Kind;
import org.dsa110.contimg.database.internal.sqlite.alter.TableText;
import org.dsa110.contimg.database.internal.sqlite.alter.Token;

/** What one table needs so that the service can read and write it, and others still can. Not thread-safe. */
final class TablePlan {
    private final Table found;
    /** Null for a table that is nobody's. */
    private final Table wanted;
    private final Map<Clause, String> out = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();
    /** Null until something is to be read of it. */
    private TableText text;

    TablePlan(Table found, Table wanted) {
        this.found = found;
        this.wanted = wanted;
    }

    Table found() {
        return found;
    }

    boolean isOurs() {
        return wanted != null;
    }

    List<String> findings() {
        return findings;
    }

    /** @throws IllegalArgumentException if the statement that makes the table is not understood */
    TableText text() {
        if (text == null) {
            text = new TableText(found.sql());
        }
        return text;
    }

    void takeOut(Clause clause, String sentence) {
        out.put(clause, sentence);
    }

    /** Finds what keeps the service from writing the table as it is. */
    void relax(Model model) {
        Set<String> required = new TreeSet<>();
        for (Column column : found.columns().values()) {
            if (blocks(column)) {
                required.add(Table.lower(column.name()));
            }
        }
        if (!required.isEmpty()) {
            List<Clause> clauses = text().clauses(Kind.NOT_NULL).stream()
                    .filter(clause -> required.contains(Table.lower(clause.columns().get(0)))).toList();
            String names = clauses.stream().map(clause -> clause.columns().get(0)).distinct()
                    .collect(Collectors.joining(", "));
            clauses.forEach(clause -> takeOut(clause, "let columns of table " + found.name()
                    + " be empty that the service may leave so: " + names));
        }
        if (Token.of(found.sql()).stream().anyMatch(token -> token.is("CHECK"))) {
            Conditions.blocking(text(), found, wanted, model).forEach(check -> takeOut(check,
                    "take the condition " + check.sql() + " out of table " + found.name()
                            + ", as the service may write other values"));
        }
    }

    /** Whether its NOT NULL would refuse rows that the service writes: it gives all of its own columns a value, which may be NULL. */
    private boolean blocks(Column column) {
        if (!column.notNull() || column.computed() || found.withoutRowid() && column.key() > 0
                || found.isRowNumber(column)) {
            return false;
        }
        Column own = wanted.column(column.name());
        return own == null ? !column.hasDefault() : !own.notNull();
    }

    /** Says what is otherwise than in the migrations and stays so. */
    void compare() {
        if (found.withoutRowid()) {
            findings.add("table " + found.name() + " is WITHOUT ROWID, and stays so");
        }
        if (found.strict()) {
            findings.add(
                    "table " + found.name() + " is STRICT, and stays so: it refuses what other tables store as it is");
        }
        for (Column own : wanted.columns().values()) {
            Column there = found.column(own.name());
            if (there == null) {
                continue;
            }
            if (there.computed()) {
                findings.add("table " + found.name() + " computes column " + there.name()
                        + ", so the service cannot add rows to it");
            } else if (found.isRowNumber(there) && Affinity.of(own.type()) != Affinity.INTEGER) {
                findings.add("column " + there.name() + " of table " + found.name()
                        + " is the number of its rows, so the service cannot add rows to it with another "
                        + own.type());
            } else if (Affinity.of(there.type()) != Affinity.of(own.type())) {
                findings.add("column " + there.name() + " of table " + found.name() + " stays "
                        + (there.type().isEmpty() ? "without a type" : there.type()) + ", where the migrations have "
                        + own.type());
            }
        }
    }

    /** The edit that takes out what is to go, and a sentence for each; empty where there is none. */
    List<Step> edits() {
        if (out.isEmpty()) {
            return List.of();
        }
        Set<String> nullable = out.keySet().stream().filter(clause -> clause.kind() == Kind.NOT_NULL)
                .map(clause -> Table.lower(clause.columns().get(0))).collect(Collectors.toSet());
        int references = (int) out.keySet().stream().filter(clause -> clause.kind() == Kind.FOREIGN_KEY).count();
        TextEdit edit = new TextEdit(found.name(), found.sql(), text().without(out.keySet()), nullable, references);
        return List.of(Step.of(String.join("; ", new LinkedHashSet<>(out.values())), edit));
    }

    /** The columns that are not there. ALTER TABLE cannot add one that must have a value and has no default, nor a key. */
    List<Step> columns() {
        List<Column> missing = wanted.columns().values().stream()
                .filter(column -> found.column(column.name()) == null).toList();
        if (missing.isEmpty()) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(
                "add to table " + found.name() + " the column" + (missing.size() == 1 ? " " : "s ")
                        + missing.stream().map(Column::name).collect(Collectors.joining(", ")),
                missing.stream().map(column -> "ALTER TABLE " + Table.quoted(found.name()) + " ADD COLUMN "
                        + definition(column)).toList(),
                null));
        for (Column column : missing) {
            String other = SameValue.of(found, column.name());
            if (other != null) {
                steps.add(Step.of("take " + column.name() + " of table " + found.name() + " from its " + other
                        + ", which means the same",
                        "UPDATE " + Table.quoted(found.name()) + " SET " + Table.quoted(column.name()) + " = "
                                + Table.quoted(other)));
            }
        }
        return steps;
    }

    private static String definition(Column column) {
        return Table.quoted(column.name()) + ' ' + column.type()
                + (column.notNull() && column.hasDefault() ? " NOT NULL" : "")
                + (column.fallback() == null ? "" : " DEFAULT " + column.fallback());
    }

    /** Why the table cannot become what the service needs; empty where it can. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Column own : wanted.columns().values()) {
            Column there = found.column(own.name());
            if (wanted.isRowNumber(own) && (there == null || !found.isRowNumber(there))) {
                faults.add("column " + own.name() + " of table " + found.name()
                        + " is not its INTEGER PRIMARY KEY, by which the service tells rows from each other");
            }
        }
        return faults;
    }

    /** The reference is to a table that the service does not write, from columns that it does. */
    boolean blocks(Clause reference, Map<String, Table> ours) throws SQLException {
        return isOurs() && !ours.containsKey(Table.lower(reference.parent()))
                && reference.columns().stream().allMatch(column -> wanted.column(column) != null);
    }
}

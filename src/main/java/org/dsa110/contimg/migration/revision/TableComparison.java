package org.dsa110.contimg.migration.revision;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.dsa110.contimg.migration.revision.TableShape.Column;
import org.dsa110.contimg.migration.revision.TableShape.Index;

/**
 * Compares one table as an entity declares it with how the migrations made it. The entity decides about the columns, unique keys, indexes,
 * foreign keys and defaults that it declares, and of its columns about affinity and NOT NULL. All else is left. Not thread-safe.
 */
final class TableComparison {
    private final MappedTable entity;
    /** The entity's table as SQLite understands it. */
    private final TableShape wanted;
    private final TableShape head;
    private final Hints hints;
    private final List<Change> changes = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> added = new TreeSet<>();

    TableComparison(MappedTable entity, TableShape wanted, TableShape head, Hints hints) {
        this.entity = entity;
        this.wanted = wanted;
        this.head = head;
        this.hints = hints;
        wanted.columns().forEach((name, column) -> {
            if (head.columns().containsKey(name)) {
                compare(column, head.columns().get(name));
            } else {
                add(entity.column(name), column);
            }
        });
        uniques();
        indexes();
        references();
        head.columns().keySet().stream().filter(name -> !wanted.columns().containsKey(name)).forEach(this::unmapped);
    }

    List<Change> changes() {
        return changes;
    }

    List<String> left() {
        return left;
    }

    List<String> faults() {
        return faults;
    }

    private String of(String column) {
        return column + " of table " + entity.name();
    }

    private void change(Change change) {
        changes.add(change);
    }

    private void alter(String words, String sql, String warning) {
        change(Change.of(entity.name(), words, "ALTER TABLE " + entity.name() + " " + sql).warning(warning));
    }

    private void add(MappedColumn column, Column shape) {
        if (shape.key() > 0) {
            faults.add(
                    "column " + of(column.name()) + " is new and in the primary key, which has to be written by hand");
            return;
        }
        if (column.notNull() && column.fallback() == null) {
            faults.add("column " + of(column.name())
                    + " is new, NOT NULL and without a default, so that the rows that are there"
                    + " would have no value in it: declare a default, or let it be null");
            return;
        }
        String reference = "";
        for (MappedReference each : entity.references()) {
            if (each.columns().equals(List.of(column.name()))) {
                reference = " " + each.sql();
                added.add(column.name());
            }
        }
        alter("add column " + of(column.name()), "ADD COLUMN IF NOT EXISTS " + column.sql() + reference, null);
    }

    private void compare(Column to, Column from) {
        if (to.key() != from.key()) {
            if (hasNewKeyColumn()) {
                return;
            }
            faults.add("column " + of(to.name())
                    + " is at another place of the primary key, which has to be written by hand");
            return;
        }
        MappedColumn column = entity.column(to.name());
        if (!to.affinity().equals(from.affinity())) {
            alter("change the type of column " + of(from.name()) + " to " + column.type(),
                    "ALTER COLUMN " + from.name() + " TYPE " + column.type(),
                    "values become what SQLite makes of them by the new type; those of which it can make nothing stay");
        }
        // An entity has its key anyway; the rows of other programs may lack it where a migration has allowed that.
        if (to.notNull() && !from.notNull() && to.key() == 0) {
            alter("let column " + of(from.name()) + " not be null", "ALTER COLUMN " + from.name() + " SET NOT NULL",
                    "it fails on a file in which a row has no value there");
        } else if (!to.notNull() && from.notNull()) {
            alter("let column " + of(from.name()) + " be null", "ALTER COLUMN " + from.name() + " DROP NOT NULL", null);
        }
        if (to.fallback() != null && !Objects.equals(to.fallback(), from.fallback())) {
            // SQLite tells an expression without the parentheses that it needs.
            alter("give column " + of(from.name()) + " the default " + column.fallback(),
                    "ALTER COLUMN " + from.name() + " SET DEFAULT " + column.fallback(), null);
        } else if (to.fallback() == null && from.fallback() != null) {
            left.add("the default " + from.fallback() + " of column " + of(from.name()));
        }
    }

    /** It is said of that column, which moves others. */
    private boolean hasNewKeyColumn() {
        return wanted.columns().entrySet().stream()
                .anyMatch(column -> column.getValue().key() > 0 && !head.columns().containsKey(column.getKey()));
    }

    private void uniques() {
        for (List<String> unique : entity.uniques()) {
            if (!head.uniques().contains(lower(unique))) {
                String name = "unique_" + entity.name() + "_" + String.join("_", lower(unique));
                change(Change.of(entity.name(), "make (" + String.join(", ", unique) + ") of table " + entity.name()
                        + " a unique key",
                        "CREATE UNIQUE INDEX IF NOT EXISTS " + name + " ON " + entity.name() + " ("
                                + String.join(", ", unique) + ")")
                        .warning("it fails on a file in which rows have the same " + String.join(", ", unique)));
            }
        }
        Set<Set<String>> declared = new LinkedHashSet<>(wanted.uniques());
        head.uniques().stream().filter(unique -> !declared.contains(unique) && isConstraint(unique))
                .forEach(unique -> left.add("the unique key (" + String.join(", ", unique) + ") of table "
                        + entity.name()));
    }

    /** What a named index makes unique is told as that. */
    private boolean isConstraint(Set<String> unique) {
        return head.indexes().values().stream()
                .noneMatch(index -> index.unique() && new TreeSet<>(index.columns()).equals(unique));
    }

    private void indexes() {
        for (Map.Entry<String, MappedIndex> index : entity.indexes().entrySet()) {
            Index there = head.indexes().get(index.getKey());
            if (!isSame(wanted.indexes().get(index.getKey()), there)) {
                String name = index.getValue().name();
                change(there == null
                        ? Change.of(entity.name(), "make index " + name, index.getValue().sql())
                        : Change.of(entity.name(), "make index " + name + " anew", "DROP INDEX IF EXISTS " + name,
                                index.getValue().sql()));
            }
        }
        for (Map.Entry<String, Index> index : head.indexes().entrySet()) {
            if (entity.indexes().containsKey(index.getKey()) || isKey(index.getValue())) {
                continue;
            }
            if (hints.drops(index.getKey())) {
                change(Change.of(entity.name(), "drop index " + index.getValue().name(),
                        "DROP INDEX IF EXISTS " + index.getValue().name()));
            } else {
                left.add("index " + index.getValue().name());
            }
        }
    }

    /** Whether an index is how a unique key of the entity is kept. */
    private boolean isKey(Index index) {
        return index.unique() && !index.partial()
                && entity.uniques().stream().anyMatch(unique -> lower(unique).equals(new TreeSet<>(index.columns())));
    }

    private static boolean isSame(Index wanted, Index there) {
        return there != null && wanted.columns().equals(there.columns()) && wanted.unique() == there.unique()
                && wanted.partial() == there.partial();
    }

    private void references() {
        Set<String> there = head.references().stream().map(TableComparison::columns).collect(Collectors.toSet());
        for (MappedReference reference : entity.references()) {
            String words = words(reference);
            if (added.contains(reference.columns().get(0)) || head.references().contains(words)) {
                continue;
            }
            String columns = "(" + String.join(", ", reference.columns()) + ") of table " + entity.name();
            if (there.contains(columns(words))) {
                alter("let the foreign key " + columns + " have " + action(reference) + " on delete",
                        "ADD " + reference.constraint(), null);
            } else {
                alter("let " + columns + " refer to table " + reference.parent(), "ADD " + reference.constraint(),
                        "rows without a parent stay, and are counted in the log");
            }
        }
        Set<String> known = wanted.references().stream().map(TableComparison::columns).collect(Collectors.toSet());
        head.references().stream().filter(reference -> !known.contains(columns(reference)))
                .forEach(reference -> left.add("the foreign key of " + entity.name() + "." + reference));
    }

    /** What refers to what, of a foreign key in words, without what becomes of its rows. */
    private static String columns(String words) {
        return words.replaceAll("\\) (no action|restrict|set null|set default|cascade)(?=, |$)", ")");
    }

    private static String action(MappedReference reference) {
        return reference.action().isEmpty() ? "NO ACTION" : reference.action().substring("ON DELETE ".length());
    }

    /** As the table's shape has it. */
    private static String words(MappedReference reference) {
        String action = action(reference);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < reference.columns().size(); i++) {
            parts.add(MappedColumn.lower(reference.columns().get(i) + " to " + reference.parent() + "("
                    + reference.parentColumns().get(i) + ") " + action));
        }
        return String.join(", ", parts);
    }

    private void unmapped(String name) {
        if (hints.drops(entity.name() + "." + name)) {
            alter("drop column " + of(name), "DROP COLUMN IF EXISTS " + head.column(name).name(),
                    "what is in it is lost");
        } else {
            left.add("column " + of(name));
        }
    }

    private static Set<String> lower(List<String> columns) {
        return columns.stream().map(MappedColumn::lower).collect(Collectors.toCollection(TreeSet::new));
    }
}

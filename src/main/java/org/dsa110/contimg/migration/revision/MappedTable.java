package org.dsa110.contimg.migration.revision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table as an entity declares it. Thread-safe.
 *
 * @param columns by name in lower case, in their order
 * @param key the columns of its primary key
 * @param uniques the columns of each unique key
 * @param indexes by name in lower case
 */
record MappedTable(String name, Map<String, MappedColumn> columns, List<String> key, Set<List<String>> uniques,
        Map<String, MappedIndex> indexes, List<MappedReference> references) {
    /** The statement that makes it, without its indexes. */
    String sql() {
        List<String> parts = new ArrayList<>();
        columns.values().forEach(column -> parts.add(isRowNumber(column)
                ? column.name() + " " + column.type() + " PRIMARY KEY"
                : column.sql() + (key.equals(List.of(column.name())) ? " PRIMARY KEY" : "")));
        if (key.size() > 1) {
            parts.add("PRIMARY KEY (" + String.join(", ", key) + ")");
        }
        uniques.forEach(unique -> parts.add("UNIQUE (" + String.join(", ", unique) + ")"));
        references.forEach(reference -> parts.add(reference.constraint()));
        return "CREATE TABLE IF NOT EXISTS " + name + " (\n    " + String.join(",\n    ", parts) + "\n)";
    }

    /** Whether SQLite gives the column its value by itself. */
    private boolean isRowNumber(MappedColumn column) {
        return key.equals(List.of(column.name())) && column.type().equalsIgnoreCase("INTEGER");
    }

    MappedColumn column(String column) {
        return columns.get(MappedColumn.lower(column));
    }

    /** The one table that two databases in one file have for this and another of the same name, with the columns of both. */
    MappedTable union(MappedTable other) {
        Map<String, MappedColumn> all = new LinkedHashMap<>();
        columns.forEach((lower, column) -> all.put(lower, other.columns.containsKey(lower)
                ? column.union(other.columns.get(lower))
                : column.nullable()));
        other.columns.forEach((lower, column) -> all.putIfAbsent(lower, column.nullable()));
        Set<List<String>> keys = new LinkedHashSet<>(uniques);
        keys.addAll(other.uniques);
        Map<String, MappedIndex> made = new LinkedHashMap<>(indexes);
        other.indexes.forEach(made::putIfAbsent);
        return new MappedTable(name, all, key, keys, made,
                references.stream().collect(Collectors.collectingAndThen(Collectors.toCollection(LinkedHashSet::new),
                        both -> {
                            both.addAll(other.references);
                            return List.copyOf(both);
                        })));
    }
}

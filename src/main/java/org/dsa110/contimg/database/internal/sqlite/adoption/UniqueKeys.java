package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Unique keys of the migrations that a table lacks. Not thread-safe. */
final class UniqueKeys {
    private final Connection file;
    private final Connection wanted;
    private final List<String> findings = new ArrayList<>();

    UniqueKeys(Connection file, Connection wanted) {
        this.file = file;
        this.wanted = wanted;
    }

    List<String> findings() {
        return findings;
    }

    /**
     * What makes those of the tables' own statements, each under the name by which it is looked for later. Where rows break one, an index that is not unique stands under
     * that name, and says so to whoever looks for it.
     */
    List<Step> missing(Table found, Table own) throws SQLException {
        List<TreeSet<String>> there = new ArrayList<>(keys(file, found.name(), "TRUE").values().stream()
                .map(columns -> lower(columns)).toList());
        found.columns().values().stream().filter(found::isRowNumber)
                .forEach(column -> there.add(new TreeSet<>(List.of(Table.lower(column.name())))));
        List<Step> steps = new ArrayList<>();
        for (List<String> key : keys(wanted, own.name(), "origin <> 'c'").values()) {
            boolean instead = hasIndex(name(own, key));
            if (there.contains(lower(key))) {
                continue;
            }
            String columns = String.join(", ", key);
            boolean unique = !instead && !isBroken(found, key);
            if (!unique) {
                findings.add("rows of table " + found.name() + " have the same " + columns
                        + ", so that it could not be made a unique key; make them differ, drop index " + name(own, key)
                        + ", and it is made one at the next start");
            }
            if (instead) {
                continue;
            }
            steps.add(Step.of((unique ? "make " : "make an index, not a unique key, of ") + columns + " of table "
                    + found.name() + (unique ? " a unique key" : ""),
                    "CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + name(own, key) + " ON "
                            + Table.quoted(found.name()) + " (" + columns + ")"));
        }
        for (Map.Entry<String, List<String>> index : keys(wanted, own.name(), "origin = 'c'").entrySet()) {
            standIn(found, index.getKey(), index.getValue(), there).ifPresent(steps::add);
        }
        return steps;
    }

    /** For a unique index that rows break; those that can be made are made with all other indexes. */
    private Optional<Step> standIn(Table found, String name, List<String> key, List<TreeSet<String>> there)
            throws SQLException {
        boolean instead = hasIndex(name);
        if (there.contains(lower(key)) || !instead && !isBroken(found, key)) {
            return Optional.empty();
        }
        String columns = String.join(", ", key);
        findings.add("rows of table " + found.name() + " have the same " + columns + ", so that index " + name
                + " could not be made unique; make them differ, drop it, and it is made so at the next start");
        return instead
                ? Optional.empty()
                : Optional.of(Step.of("make index " + name + " of table " + found.name() + ", not unique",
                        "CREATE INDEX " + name + " ON " + Table.quoted(found.name()) + " (" + columns + ")"));
    }

    private static String name(Table table, List<String> key) {
        return "unique_" + table.name() + "_" + String.join("_", lower(key));
    }

    private static TreeSet<String> lower(List<String> columns) {
        return columns.stream().map(Table::lower).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether two rows have the same key; NULL is the same as nothing. */
    private boolean isBroken(Table table, List<String> key) throws SQLException {
        List<String> from = new ArrayList<>();
        for (String column : key) {
            String there = table.column(column) != null ? column : SameValue.of(table, column);
            if (there == null) {
                return false;
            }
            from.add(there);
        }
        String columns = String.join(", ", from);
        String given = from.stream().map(column -> column + " IS NOT NULL").collect(Collectors.joining(" AND "));
        try (Statement statement = file.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM " + Table.quoted(table.name()) + " WHERE " + given
                        + " GROUP BY " + columns + " HAVING count(*) > 1 LIMIT 1")) {
            return row.next();
        }
    }

    private boolean hasIndex(String name) throws SQLException {
        try (PreparedStatement statement = file
                .prepareStatement("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ? COLLATE NOCASE")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static Map<String, List<String>> keys(Connection connection, String table, String which)
            throws SQLException {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT l.name, coalesce(x.name, '')"
                + " FROM pragma_index_list(?, 'main') l, pragma_index_info(l.name, 'main') x"
                + " WHERE l.\"unique\" AND NOT l.partial AND " + which + " ORDER BY l.seq, x.seqno")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.computeIfAbsent(rows.getString(1), ignored -> new ArrayList<>()).add(rows.getString(2));
                }
            }
        }
        return keys;
    }
}

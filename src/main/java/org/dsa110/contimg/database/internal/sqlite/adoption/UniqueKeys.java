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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Unique keys of the migrations that a table lacks. Not thread-safe. */
final class UniqueKeys {
    private final Connection file;
    private final Connection wanted;
    private static final Pattern CONDITION = Pattern.compile("(?i)\\sWHERE\\s.*", Pattern.DOTALL);

    private final List<String> findings = new ArrayList<>();

    UniqueKeys(Connection file, Connection wanted) {
        this.file = file;
        this.wanted = wanted;
    }

    List<String> findings() {
        return findings;
    }

    /**
     * What makes those of the tables' own statements, each under the name by which it is looked for later. Where rows break one, or a
     * unique index, an index that is not unique stands under its name, and says so to whoever looks for it.
     */
    List<Step> missing(Table found, Table own) throws SQLException {
        List<TreeSet<String>> there = new ArrayList<>(keys(file, found.name(), "NOT l.partial").values().stream()
                .map(columns -> lower(columns)).toList());
        found.columns().values().stream().filter(found::isRowNumber)
                .forEach(column -> there.add(new TreeSet<>(List.of(Table.lower(column.name())))));
        List<Step> steps = new ArrayList<>();
        for (List<String> key : keys(wanted, own.name(), "l.origin <> 'c'").values()) {
            boolean instead = hasIndex(name(own, key));
            if (there.contains(lower(key))) {
                continue;
            }
            String columns = String.join(", ", key);
            boolean unique = !instead && !isBroken(found, own, key, "");
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
        for (Map.Entry<String, List<String>> index : keys(wanted, own.name(), "l.origin = 'c'").entrySet()) {
            standIn(found, own, index.getKey(), index.getValue(), there).ifPresent(steps::add);
        }
        return steps;
    }

    /** For a unique index that rows break; those that can be made are made with all other indexes. */
    private Optional<Step> standIn(Table found, Table own, String name, List<String> key, List<TreeSet<String>> there)
            throws SQLException {
        boolean instead = hasIndex(name);
        String condition = condition(name);
        if (there.contains(lower(key)) || !instead && !isBroken(found, own, key, condition)) {
            return Optional.empty();
        }
        String columns = String.join(", ", key);
        findings.add("rows of table " + found.name() + " have the same " + columns + ", so that index " + name
                + " could not be made unique; make them differ, drop it, and it is made so at the next start");
        return instead
                ? Optional.empty()
                : Optional.of(Step.of("make index " + name + " of table " + found.name() + ", not unique",
                        "CREATE INDEX " + name + " ON " + Table.quoted(found.name()) + " (" + columns + ")"
                                + condition));
    }

    /** What follows the columns of a unique index of the migrations: which rows are in it; empty where all are. */
    private String condition(String index) throws SQLException {
        try (PreparedStatement statement = wanted.prepareStatement("SELECT sql FROM sqlite_schema WHERE name = ?")) {
            statement.setString(1, index);
            try (ResultSet row = statement.executeQuery()) {
                Matcher where = CONDITION.matcher(row.getString(1));
                return where.find() ? where.group() : "";
            }
        }
    }

    private static String name(Table table, List<String> key) {
        return "unique_" + table.name() + "_" + String.join("_", lower(key));
    }

    private static TreeSet<String> lower(List<String> columns) {
        return columns.stream().map(Table::lower).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether two rows have the same key; NULL is the same as nothing.
     *
     * @param condition which rows count, as {@link #condition} has it
     */
    private boolean isBroken(Table table, Table own, List<String> key, String condition) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (Table.Column column : own.columns().values()) {
            String there = table.column(column.name()) != null ? column.name() : SameValue.of(table, column.name());
            if (there == null && lower(key).contains(Table.lower(column.name()))) {
                return false;
            }
            columns.add((there == null ? "NULL" : there) + " AS " + column.name());
        }
        String given = key.stream().map(column -> column + " IS NOT NULL").collect(Collectors.joining(" AND "));
        try (Statement statement = file.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM (SELECT " + String.join(", ", columns) + " FROM "
                        + Table.quoted(table.name()) + ")" + (condition.isEmpty() ? " WHERE " : condition + " AND ")
                        + given + " GROUP BY " + String.join(", ", key) + " HAVING count(*) > 1 LIMIT 1")) {
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
                + " WHERE l.\"unique\" AND " + which + " ORDER BY l.seq, x.seqno")) {
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

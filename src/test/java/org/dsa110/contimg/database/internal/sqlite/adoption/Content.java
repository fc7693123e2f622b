package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsa110.contimg.database.internal.sqlite.adoption.Table.Column;

/**
 * All that is in a file: each value of each row with its storage class and the number of the row, sequences, and the texts of indexes,
 * triggers and views.
 *
 * @param rows by table
 * @param numbers what the file's header says of it: version, application, encoding, size of its pages, vacuum
 */
record Content(Map<String, Table> tables, Map<String, List<String>> rows, List<String> sequences, List<String> parts,
        List<String> numbers) {
    static Content of(Connection connection) throws SQLException {
        Map<String, Table> tables = Table.all(connection);
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (Table table : tables.values()) {
            rows.put(table.name(), rows(connection, table));
        }
        List<String> sequences = strings(connection,
                "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'").get(0).equals("1")
                        ? strings(connection, "SELECT name || ' ' || seq FROM sqlite_sequence")
                        : List.of();
        return new Content(tables, rows, sequences, strings(connection,
                "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE type <> 'table'"),
                strings(connection,
                        "SELECT user_version || ' ' || application_id || ' ' || encoding || ' ' || page_size"
                                + " || ' ' || auto_vacuum FROM pragma_user_version, pragma_application_id, pragma_encoding,"
                                + " pragma_page_size, pragma_auto_vacuum"));
    }

    /** The rows of a table, in the columns that it has here. */
    static List<String> rows(Connection connection, Table table) throws SQLException {
        String number = Stream.of("rowid", "_rowid_", "oid").filter(name -> table.column(name) == null).findFirst()
                .orElseThrow();
        Stream<String> columns = table.columns().values().stream().map(column -> Table.quoted(column.name()))
                .map(name -> "typeof(" + name + ") || ':' || coalesce(CASE typeof(" + name
                        + ") WHEN 'real' THEN printf('%!.20e', "
                        + name + ") ELSE hex(CAST(" + name + " AS BLOB)) END, '')");
        return strings(connection, "SELECT "
                + Stream.concat(table.withoutRowid() ? Stream.empty() : Stream.of(number), columns)
                        .collect(Collectors.joining(" || ' ' || "))
                + " FROM " + Table.quoted(table.name()) + " ORDER BY 1");
    }

    /** Everything of this is there, and in tables of others nothing else. */
    void assertKeptIn(Connection connection) throws SQLException {
        Map<String, Table> now = Table.all(connection);
        for (Table table : tables.values()) {
            Table there = now.get(Table.lower(table.name()));
            assertThat(there).as(table.name()).isNotNull();
            List<Column> kept = new ArrayList<>(there.columns().values()).subList(0, table.columns().size());
            assertThat(kept.stream().map(Content::form)).as("columns of " + table.name())
                    .isEqualTo(table.columns().values().stream().map(Content::form).toList());
            assertThat(rows(connection, table)).as("rows of " + table.name()).isEqualTo(rows.get(table.name()));
        }
        Content all = of(connection);
        assertThat(all.numbers()).isEqualTo(numbers);
        assertThat(all.sequences()).containsAll(sequences);
        assertThat(all.parts()).containsAll(parts);
        assertThat(strings(connection, "PRAGMA integrity_check")).containsExactly("ok");
    }

    private static String form(Column column) {
        return column.name() + ' ' + column.type() + ' ' + column.fallback() + ' ' + column.key() + ' '
                + column.computed();
    }
}

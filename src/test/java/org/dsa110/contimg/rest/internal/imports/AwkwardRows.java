package org.dsa110.contimg.rest.internal.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.internal.sqlite.adoption.SampleFiles;
import org.dsa110.contimg.rest.internal.table.TableDescription;

/** Rows as other programs leave them in our tables, written past the service: with values of any kind in columns of any kind. */
final class AwkwardRows {
    /** SQL expressions: of each storage class, and texts that CSV, JSON or our own notation could take for something else. */
    static final List<String> VALUES = List.of("NULL", "9e999", "-9e999", "X'00ff'", "X''", "X'31'", "'n/a'", "''",
            "'a' || char(0) || 'b'", "'base64:AP8='", "'Infinity'", "'1e5x'", "'null'", "2.5", "-0.0", "7",
            "9223372036854775807", "-9223372036854775807 - 1", "9.2233720368547758e18", "5e-324",
            "1.7976931348623157e308", "0.1 + 0.2", "' \"naïve\", ☃ 𝄞 ' || char(13, 10, 0xFFFD, 9)",
            "replace(hex(zeroblob(2500)), '0', 'é')", "'AP8='");

    private AwkwardRows() {
    }

    /** What a file of production has in those columns that ours has too, but for rows that refer to none. */
    static void addThoseOfProduction(Path file, Database database, Path folder) throws SQLException, IOException {
        Path sample = SampleFiles.make("production/" + database.unitName(), folder);
        try (Connection connection = RebuiltTable.connect(file)) {
            RebuiltTable.execute(connection, "ATTACH '" + sample + "' AS production");
            for (String table : RebuiltTable.strings(connection, "SELECT name FROM production.sqlite_schema"
                    + " JOIN main.sqlite_schema USING (type, name) WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")) {
                String columns = String.join(", ", RebuiltTable.strings(connection, "SELECT '\"' || name || '\"' FROM"
                        + " pragma_table_info('" + table + "', 'main') JOIN pragma_table_info('" + table
                        + "', 'production') USING (name)"));
                RebuiltTable.execute(connection, "INSERT OR IGNORE INTO main." + table + " (" + columns + ") SELECT "
                        + columns + " FROM production." + table);
            }
            for (String orphan : RebuiltTable.strings(connection,
                    "SELECT \"table\" || ' WHERE rowid = ' || rowid FROM pragma_foreign_key_check")) {
                RebuiltTable.execute(connection, "DELETE FROM main." + orphan);
            }
        }
    }

    /** Gives each column of a table that others do not refer to each of the values, where the table lets it, in another row each. */
    static void add(Path file, TableDescription<?> table) throws SQLException {
        try (Connection connection = RebuiltTable.connect(file)) {
            RebuiltTable.execute(connection, "BEGIN IMMEDIATE");
            if (table.toString().equals("products.ms_index")) {
                RebuiltTable.execute(connection,
                        "INSERT INTO ms_index (path) VALUES (''), ('..'), (X'6162'), ('a' || char(0)), ('a')");
            }
            if (table.toString().equals("data_registry.data_registry")) {
                RebuiltTable.execute(connection,
                        "INSERT INTO data_registry (data_type, data_id, base_path, status, stage_path, created_at, staged_at)"
                                + " VALUES ('ms', 'published by another rule', '', 'published', '', 1, 2)");
            }
            List<String> rows = RebuiltTable.strings(connection, "SELECT rowid FROM " + table.name());
            List<String> columns = RebuiltTable.strings(connection, "SELECT name FROM pragma_table_info('"
                    + table.name() + "') WHERE pk = 0 AND name NOT IN (SELECT \"from\" FROM pragma_foreign_key_list('"
                    + table.name()
                    + "')) AND name NOT IN (SELECT \"to\" FROM sqlite_schema s, pragma_foreign_key_list(s.name)"
                    + " f WHERE f.\"table\" = '" + table.name() + "')");
            for (int row = 0; row < rows.size(); row++) {
                for (int column = 0; column < columns.size(); column++) {
                    RebuiltTable.execute(connection,
                            "UPDATE OR IGNORE " + table.name() + " SET \"" + columns.get(column) + "\" = "
                                    + VALUES.get((row + column) % VALUES.size()) + " WHERE rowid = " + rows.get(row));
                }
            }
            RebuiltTable.execute(connection, "COMMIT");
        }
    }

    /** All values of each row of a table with their storage classes, to the last bit, sorted. */
    static List<String> rows(Path file, TableDescription<?> table) throws SQLException {
        try (Connection connection = RebuiltTable.connect(file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + table.name())) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                StringBuilder values = new StringBuilder();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.append(row.getMetaData().getColumnName(i)).append('=').append(exact(row.getObject(i)))
                            .append(' ');
                }
                rows.add(values.toString());
            }
            rows.sort(null);
            return rows;
        }
    }

    private static String exact(Object value) {
        if (value instanceof Double number) {
            return number + "/" + Long.toHexString(Double.doubleToRawLongBits(number));
        }
        if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        }
        return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
    }
}

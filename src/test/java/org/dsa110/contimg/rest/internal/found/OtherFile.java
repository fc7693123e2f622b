package org.dsa110.contimg.rest.internal.found;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsa110.contimg.PlainClient;
import org.dsa110.contimg.database.Database;
import org.sqlite.JDBC;

/** A file as another program sees it. */
record OtherFile(String path) {
    /** Statements in one transaction, each a string of its own, as the driver runs the first of several only. */
    void run(String... statements) throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
            statement.executeUpdate("COMMIT");
        }
    }

    /** The rows of a query: NULL, whole numbers as Long, others as Double, texts, BLOBs as Base64, all as JSON has them. */
    List<List<Object>> rows(String sql) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                Object[] values = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    values[i] = value(row.getObject(i + 1));
                }
                rows.add(Arrays.asList(values));
            }
        }
        return rows;
    }

    /** The names of its tables and views. */
    Set<String> names() throws SQLException {
        return rows("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").stream()
                .map(row -> (String) row.get(0)).collect(Collectors.toSet());
    }

    /** What the service says of a table in its list of tables; null where it is not in it. */
    static JsonNode listed(Database database, String name) {
        for (JsonNode table : PlainClient.json("/api/v1/" + database).get("tables")) {
            if (table.get("name").textValue().equals(name)) {
                return table;
            }
        }
        return null;
    }

    private static Object value(Object stored) {
        if (stored instanceof Double number && !Double.isFinite(number)) {
            return null;
        }
        if (stored instanceof Integer number) {
            return number.longValue();
        }
        return stored instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : stored;
    }

    /** A value of a key as it stands in a URL before it is percent-encoded, from what quote() and hex() make of it. */
    static String keyText(String storageClass, String quoted, String hex) {
        return switch (storageClass) {
            case "null" -> "~null";
            case "integer" -> quoted;
            case "real" -> quoted.contains("e+999") ? "~real:" + quoted.replace("9.0e+999", "Infinity") : quoted;
            case "blob" -> "~blob:" + hex.toLowerCase(Locale.ROOT);
            default -> {
                byte[] bytes = HexFormat.of().parseHex(hex);
                String text = new String(bytes, StandardCharsets.UTF_8);
                boolean plain = text.indexOf('\uFFFD') < 0 && text.indexOf('\0') < 0;
                yield plain ? "~text:" + text : "~bytes:" + hex.toLowerCase(Locale.ROOT);
            }
        };
    }

    private Connection open() throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + path + "?busy_timeout=60000&synchronous=OFF", new Properties());
    }
}

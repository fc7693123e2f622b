package org.dsa110.contimg.rest.internal.found;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.PlainClient.encode;
import static org.dsa110.contimg.PlainClient.get;
import static org.dsa110.contimg.PlainClient.json;
import static org.dsa110.contimg.rest.internal.found.OtherFile.listed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.CsvText;
import org.dsa110.contimg.rest.SampleRows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of a table or view of another program is listed, exported and read by key, whatever it is and holds. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class FoundRowsTest {
    /** What is stored in columns of any type, NaN is stored as NULL; each row has others, and every third the same. */
    private static final List<String> VALUES = List.of("NULL", "7", "2.5", "'12'", "'text'", "''", "x'00ff'", "9e999",
            "9223372036854775807", "CAST(x'61ff' AS TEXT)", "'é, \"q\" & <b>'", "-0.0");
    private static final int ROWS = 8;
    private static final int PAGE = 3;

    StateFiles files;

    @ParameterizedTest
    @MethodSource("org.dsa110.contimg.rest.internal.found.FoundShape#all")
    void everyRowIsThereOnceWhateverTheShape(FoundShape shape) throws Exception {
        OtherFile file = file(Database.PRODUCTS);
        if (shape.made().length > 0 && file.rows("SELECT 1 FROM sqlite_schema WHERE name = '" + shape.name() + "'")
                .isEmpty()) {
            file.run(shape.made());
        }
        assertServed(Database.PRODUCTS, shape.name());
    }

    /** By database and table: each column as it is declared. */
    private static Map<String, Map<String, List<Map<String, String>>>> known() throws IOException {
        String text = new String(FoundRowsTest.class.getResourceAsStream("/other_tables.csv").readAllBytes(), UTF_8);
        Map<String, Map<String, List<Map<String, String>>>> known = new TreeMap<>();
        for (Map<String, String> column : CsvText.rows(text)) {
            known.computeIfAbsent(column.get("database"), database -> new TreeMap<>())
                    .computeIfAbsent(column.get("table"), table -> new ArrayList<>()).add(column);
        }
        return known;
    }

    @ParameterizedTest
    @CsvSource({"products, 10", "data_registry, 60"})
    void everyKnownTableThatNoEntityMapsIsServed(String name, int least) throws Exception {
        Database database = Database.valueOf(name.toUpperCase(Locale.ROOT));
        OtherFile file = file(database);
        Set<String> there = file.names();
        List<Callable<Void>> checks = new ArrayList<>();
        for (Map.Entry<String, List<Map<String, String>>> table : known().get(name).entrySet()) {
            if (there.contains(table.getKey())) {
                continue;
            }
            List<String> statements = new ArrayList<>(List.of(create(table.getKey(), table.getValue())));
            IntStream.range(0, ROWS).forEach(i -> statements.add(insert(table.getKey(), table.getValue(), i)));
            checks.add(() -> {
                file.run(statements.toArray(String[]::new));
                assertServed(database, table.getKey());
                return null;
            });
        }
        assertThat(checks).hasSizeGreaterThanOrEqualTo(files.oneFile() ? 1 : least);
        // Two at a time, as a client waits while the service works, and the service while a client does.
        ExecutorService clients = Executors.newFixedThreadPool(2);
        try {
            for (Future<Void> check : clients.invokeAll(checks)) {
                check.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static String create(String table, List<Map<String, String>> columns) {
        List<String> keys = columns.stream().filter(column -> column.get("primary_key") != null)
                .map(column -> column.get("column")).toList();
        return "CREATE TABLE " + table + " (" + columns.stream().map(column -> column.get("column") + " "
                + column.get("type") + (column.get("not_null") == null ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "))
                + (keys.isEmpty() ? "" : ", PRIMARY KEY (" + String.join(", ", keys) + ")") + ")";
    }

    private static String insert(String table, List<Map<String, String>> columns, int row) {
        return "INSERT INTO " + table + " VALUES (" + IntStream.range(0, columns.size()).mapToObj(i -> {
            Map<String, String> column = columns.get(i);
            if (column.get("primary_key") != null) {
                return column.get("type").equals("TEXT")
                        ? row == 0 && column.get("not_null") == null
                                ? "NULL"
                                : "'k" + row + "'"
                        : Integer.toString(row);
            }
            String value = VALUES.get((row % 3 * 5 + i) % VALUES.size());
            return value.equals("NULL") && column.get("not_null") != null ? "0" : value;
        }).collect(Collectors.joining(", ")) + ")";
    }

    /** In each order, page by page; in each form; each by its key; and all of it as SQLite itself has it. */
    private void assertServed(Database database, String table) throws Exception {
        String path = "/api/v1/" + database + "/" + encode(table);
        JsonNode listed = listed(database, table);
        assertThat(listed).as("%s.%s in the list of tables", database, table).isNotNull();
        assertThat(listed.get("read_only").booleanValue()).isTrue();
        assertThat(listed.get("path").textValue()).isEqualTo(path);
        List<String> columns = new ArrayList<>();
        listed.get("columns").forEach(column -> columns.add(column.get("name").textValue()));
        List<String> keys = new ArrayList<>();
        listed.get("key").forEach(key -> keys.add(key.textValue()));
        String quoted = columns.stream().map(FoundRowsTest::quoted).collect(Collectors.joining(", "));
        String from = " FROM " + quoted(table);
        List<List<Object>> expected = file(database).rows("SELECT " + quoted + from);
        assertSame(rows(json(path + "?limit=1000&count=true"), columns), expected, table);
        assertThat(json(path + "?limit=1&count=true").get("total").intValue()).isEqualTo(expected.size());
        for (String column : columns) {
            for (String direction : List.of("", "-")) {
                String order = direction + column.replace("\\", "\\\\").replace(",", "\\,");
                assertSame(paged(path + "?limit=" + PAGE + "&order=" + encode(order), columns, expected.size()),
                        expected,
                        table + " by " + order);
                assertSame(lines(get(path + "?as=ndjson&order=" + encode(order), 200), columns), expected, order);
            }
            assertThat(json(path + "?limit=1&count=true&" + encode(column) + "__isnull=true").get("total").intValue())
                    .as("%s without %s", table, column).isEqualTo(file(database)
                            .rows("SELECT 1" + from + " WHERE " + quoted(column) + " IS NULL").size());
        }
        assertThat(CsvText.rows(get(path + "?as=csv", 200))).hasSize(expected.size())
                .allSatisfy(row -> assertThat(row.keySet()).containsExactlyElementsOf(columns));
        assertVotable(get(path + "?as=votable", 200), columns, expected.size());
        assertReadByKey(database, path, table, columns, keys);
    }

    private void assertReadByKey(Database database, String path, String table, List<String> columns, List<String> keys)
            throws Exception {
        if (keys.isEmpty()) {
            get(path + "/1", 404);
            return;
        }
        String parts = keys.stream().map(FoundRowsTest::quoted)
                .map(key -> "typeof(" + key + "), quote(" + key + "), hex(CAST(" + key + " AS BLOB))")
                .collect(Collectors.joining(", "));
        String quoted = columns.stream().map(FoundRowsTest::quoted).collect(Collectors.joining(", "));
        Map<String, List<List<Object>>> byKey = new HashMap<>();
        for (List<Object> row : file(database)
                .rows("SELECT " + parts + ", " + quoted + " FROM " + quoted(table))) {
            List<String> key = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                key.add(encode(OtherFile.keyText((String) row.get(3 * i), (String) row.get(3 * i + 1),
                        (String) row.get(3 * i + 2))));
            }
            byKey.computeIfAbsent(String.join("/", key), each -> new ArrayList<>())
                    .add(row.subList(3 * keys.size(), row.size()));
        }
        for (Map.Entry<String, List<List<Object>>> row : byKey.entrySet()) {
            String url = path + "/" + row.getKey();
            if (row.getValue().size() > 1) {
                assertThat(row.getKey()).contains("%7Enull");
                assertThat(get(url, 409)).contains("several rows");
            } else {
                assertThat(List.of(values(json(url), columns))).as(url).isEqualTo(row.getValue());
            }
        }
    }

    private static void assertVotable(String text, List<String> columns, int rows) throws Exception {
        var xml = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(UTF_8)));
        var fields = xml.getElementsByTagName("FIELD");
        assertThat(IntStream.range(0, fields.getLength())
                .mapToObj(i -> fields.item(i).getAttributes().getNamedItem("name").getNodeValue()))
                .containsExactlyElementsOf(columns);
        assertThat(xml.getElementsByTagName("TR").getLength()).isEqualTo(rows);
    }

    private static List<List<Object>> paged(String url, List<String> columns, int expected) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = json(url + next);
            assertThat(page.get("items").size()).isLessThanOrEqualTo(PAGE);
            rows.addAll(rows(page, columns));
            next = page.get("next").isNull() ? null : "&next=" + page.get("next").textValue();
        } while (next != null && rows.size() <= expected);
        return rows;
    }

    private static void assertSame(List<List<Object>> rows, List<List<Object>> expected, String what) {
        assertThat(rows).as(what).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<List<Object>> lines(String text, List<String> columns) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            rows.add(values(SampleRows.JSON.readTree(line), columns));
        }
        return rows;
    }

    private static List<List<Object>> rows(JsonNode page, List<String> columns) {
        List<List<Object>> rows = new ArrayList<>();
        page.get("items").forEach(row -> rows.add(values(row, columns)));
        return rows;
    }

    private static List<Object> values(JsonNode row, List<String> columns) {
        return Arrays.asList(columns.stream().map(column -> {
            JsonNode value = row.get(column);
            assertThat(value).as("%s of %s", column, row).isNotNull();
            return value.isNull()
                    ? null
                    : value.isIntegralNumber()
                            ? (Object) value.longValue()
                            : value.isNumber() ? (Object) value.doubleValue() : value.textValue();
        }).toArray());
    }

    private OtherFile file(Database database) {
        return new OtherFile(files.get(database).toString());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}

package org.dsa110.contimg.rest.internal.found;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.CsvText;
import org.dsa110.contimg.rest.SampleRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables and views that other programs have in our files are listed, exported and read by key, whatever they are and hold. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class FoundTablesTest {
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** What is stored in columns of any type, NaN is stored as NULL; each row has others, and every third the same. */
    private static final List<String> VALUES = List.of("NULL", "7", "2.5", "'12'", "'text'", "''", "x'00ff'", "9e999",
            "9223372036854775807", "CAST(x'61ff' AS TEXT)", "'é, \"q\" & <b>'", "-0.0");
    private static final int ROWS = 8;
    private static final int PAGE = 3;

    StateFiles files;

    /**
     * Tables with one row for each of the statements behind it.
     *
     * @param name to be asked for
     * @param made statements that make and fill it
     */
    private record Shape(String name, String... made) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Shape> shapes() {
        String mixed = "(1), (NULL), ('1'), (x'01'), (2.5), ('é'), (CAST(x'61ff' AS TEXT)), (9e999)";
        return Stream.of(
                new Shape("no key", "CREATE TABLE \"no key\" (a, b TEXT)",
                        "INSERT INTO \"no key\" (a) VALUES " + mixed,
                        "INSERT INTO \"no key\" (a) VALUES " + mixed),
                new Shape("any key", "CREATE TABLE \"any key\" (k PRIMARY KEY, v)",
                        "INSERT INTO \"any key\" (k) VALUES " + mixed + ", ('~null'), ('.'), ('..'), (''), ('a/b%;')"),
                new Shape("null_keys", "CREATE TABLE null_keys (id TEXT PRIMARY KEY, v)",
                        "INSERT INTO null_keys VALUES (NULL, 1), (NULL, 1), (NULL, 2), (NULL, 2), ('a', 3), ('b', 3), (x'00', 4)"),
                new Shape("descending", "CREATE TABLE descending (id INTEGER PRIMARY KEY DESC, v)",
                        "INSERT INTO descending VALUES (NULL, 1), (NULL, 2), (3, 3), (-9, 4), ('text', 5)"),
                new Shape("bits", "CREATE TABLE bits (a TEXT NOT NULL, b INTEGER NOT NULL, c REAL, PRIMARY KEY (b, a))"
                        + " WITHOUT ROWID",
                        "INSERT INTO bits VALUES ('x', 1, 1), ('X', 1, 2), ('x/y', 2, 3), ('', 2, 4)"),
                new Shape("nocase", "CREATE TABLE nocase (a TEXT COLLATE NOCASE, b, PRIMARY KEY (a COLLATE BINARY))"
                        + " WITHOUT ROWID",
                        "INSERT INTO nocase VALUES ('x', 1), ('X', 2), ('y', 3), ('Y', 4), ('é', 5)"),
                new Shape("rowids", "CREATE TABLE rowids (rowid TEXT, OID)",
                        "INSERT INTO rowids VALUES ('a', 1), ('a', 1), ('b', NULL)"),
                new Shape("no_row_number", "CREATE TABLE no_row_number (rowid, oid, _rowid_)",
                        "INSERT INTO no_row_number VALUES (1, 1, 1), (1, 1, 1), (1, 1.0, 1), (NULL, 2, 3), (NULL, 2, 3)"),
                new Shape("strict", "CREATE TABLE strict (id INTEGER PRIMARY KEY, a ANY, b BLOB, c REAL, d INT) STRICT",
                        "INSERT INTO strict (a, b) VALUES (1, x'00'), ('1', NULL), (x'01', x'')"),
                new Shape("generated", "CREATE TABLE generated (a INTEGER PRIMARY KEY, b AS (a * 2), c TEXT AS"
                        + " ('n' || a) STORED)",
                        "INSERT INTO generated (a) VALUES (1), (2), (3), (9223372036854775807)"),
                new Shape("É \"quoted\" /, %41;☃",
                        "CREATE TABLE \"É \"\"quoted\"\" /, %41;☃\" (\"a \"\"b\"\"\" PRIMARY KEY,"
                                + " \"É\", \"é\", \"-x\", \"c,d\", \"e\\f\", [select], \"a'\", \"<&>\")",
                        "INSERT INTO \"É \"\"quoted\"\" /, %41;☃\" VALUES (1,2,3,4,5,6,7,8,9), (2,3,2,1,0,1,2,3,4),"
                                + " (3,2,2,4,5,6,7,8,9), ('x',2,2,4,5,6,7,8,9)"),
                new Shape("parameters",
                        "CREATE TABLE parameters (\"limit\" INTEGER, \"order\", next, fields, count, \"as\", ra"
                                + " REAL, dec REAL, radius REAL, filters, warnings, warnings_)",
                        "INSERT INTO parameters VALUES (1,2,3,4,5,6,7,8,9,10,11,12), (2,2,3,4,5,6,7,8,9,10,11,12),"
                                + " (2,9e999,3,4,5,6,7,8,9,10,11,12)"),
                new Shape("a:b", "CREATE TABLE \"a:b\" (id INTEGER PRIMARY KEY)",
                        "INSERT INTO \"a:b\" VALUES (1), (2)"),
                new Shape("words", "CREATE VIRTUAL TABLE words USING fts5(title, body)",
                        "INSERT INTO words VALUES ('a', 'b'), ('c', 'd'), ('a', 'b')"),
                new Shape("words_content"), new Shape("words_config"), new Shape("words_idx"),
                new Shape("boxes", "CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1)",
                        "INSERT INTO boxes VALUES (1, 0, 1), (2, 0, 1), (3, 5, 6)"),
                new Shape("same", "CREATE VIEW same AS SELECT b FROM \"no key\" UNION ALL SELECT 1 UNION ALL SELECT 1.0"
                        + " UNION ALL SELECT x'00' UNION ALL SELECT x'00' UNION ALL SELECT 'a' UNION ALL SELECT 'a'"),
                new Shape("joined",
                        "CREATE VIEW joined AS SELECT x.a, y.a AS a, x.rowid FROM \"no key\" x JOIN generated y"),
                new Shape("one", "CREATE VIEW one (x) AS SELECT 1"),
                new Shape("empty", "CREATE TABLE empty (a, b)"),
                new Shape("declared", "CREATE TABLE declared (a VARCHAR(20), b BOOLEAN, c DATETIME, d DECIMAL(5,2), e"
                        + " \"DOUBLE PRECISION\", f, g BIGINT)",
                        "INSERT INTO declared VALUES ('1', 1, '2025-01-01', '1.50',"
                                + " 'n/a', '007', 'x'), (1, 'yes', 20250101, 1, 1, 7, 2.5), (NULL, 0, NULL, 'x', x'00',"
                                + " 7.0, 3)"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyRowIsThereOnceWhateverTheShape(Shape shape) throws Exception {
        OtherFile file = file(Database.PRODUCTS);
        if (shape.made().length > 0 && file.rows("SELECT 1 FROM sqlite_schema WHERE name = '" + shape.name() + "'")
                .isEmpty()) {
            file.run(shape.made());
        }
        assertServed(Database.PRODUCTS, shape.name());
    }

    /** By database and table: each column as it is declared. */
    private static Map<String, Map<String, List<Map<String, String>>>> known() throws IOException {
        String text = new String(FoundTablesTest.class.getResourceAsStream("/other_tables.csv").readAllBytes(), UTF_8);
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
        Set<String> there = names(file);
        int served = 0;
        for (Map.Entry<String, List<Map<String, String>>> table : known().get(name).entrySet()) {
            if (there.contains(table.getKey())) {
                continue;
            }
            List<String> statements = new ArrayList<>(List.of(create(table.getKey(), table.getValue())));
            IntStream.range(0, ROWS).forEach(i -> statements.add(insert(table.getKey(), table.getValue(), i)));
            file.run(statements.toArray(String[]::new));
            assertServed(database, table.getKey());
            served++;
        }
        assertThat(served).isGreaterThanOrEqualTo(files.oneFile() ? 1 : least);
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
        String quoted = columns.stream().map(FoundTablesTest::quoted).collect(Collectors.joining(", "));
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
        String parts = keys.stream().map(FoundTablesTest::quoted)
                .map(key -> "typeof(" + key + "), quote(" + key + "), hex(CAST(" + key + " AS BLOB))")
                .collect(Collectors.joining(", "));
        String quoted = columns.stream().map(FoundTablesTest::quoted).collect(Collectors.joining(", "));
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

    @Test
    void aTableIsServedFromTheMomentThatAnotherProgramMakesItUntilItDropsIt() throws Exception {
        OtherFile file = file(Database.INGEST);
        String path = "/api/v1/ingest/Late_Table";
        assertThat(get(path, 404)).contains("there is no table ingest.Late_Table");
        file.run("CREATE TABLE Late_Table (a)", "INSERT INTO Late_Table VALUES (1)");
        assertThat(json(path).at("/items/0/a").intValue()).isEqualTo(1);
        assertThat(json("/api/v1/ingest/late_table").at("/items/0/a").intValue()).isEqualTo(1);
        file.run("ALTER TABLE Late_Table ADD COLUMN b DEFAULT 'x'");
        assertThat(json(path + "?b=x").at("/items/0/b").textValue()).isEqualTo("x");
        file.run("ALTER TABLE Late_Table DROP COLUMN a");
        assertThat(get(path + "?a=1", 400)).contains("\"field\":\"a\"");
        file.run("DROP TABLE Late_Table");
        get(path, 404);
        get(path + "/1", 404);
        assertThat(listed(Database.INGEST, "Late_Table")).isNull();
    }

    @Test
    void aPageGoesOnBehindRowsThatAreAddedMeanwhile() throws Exception {
        file(Database.HDF5).run("CREATE VIEW pairs AS SELECT a % 2 AS a FROM pairs_of",
                "CREATE TABLE pairs_of (a)", "INSERT INTO pairs_of VALUES (1), (2), (3), (4), (5)");
        JsonNode page = json("/api/v1/hdf5/pairs?limit=3");
        assertThat(page.at("/items").toString()).isEqualTo("[{\"a\":0},{\"a\":0},{\"a\":1}]");
        file(Database.HDF5).run("INSERT INTO pairs_of VALUES (6), (7)");
        JsonNode rest = json("/api/v1/hdf5/pairs?limit=3&next=" + page.get("next").textValue());
        assertThat(rest.at("/items").toString()).isEqualTo("[{\"a\":1},{\"a\":1},{\"a\":1}]");
        assertThat(rest.get("next").isNull()).isTrue();
        get("/api/v1/hdf5/pairs?order=-a&next=" + page.get("next").textValue(), 400);
        get("/api/v1/hdf5/pairs_of?next=" + page.get("next").textValue(), 400);
    }

    @Test
    void whatOurMigrationsMakeIsServedUnderItsOwnPathOrNotAtAll() throws Exception {
        Set<String> ours = new HashSet<>();
        SampleRows.tables().forEach(table -> ours.add(table.database() + "/" + table.name()));
        Set<String> internal = new TreeSet<>();
        for (Database database : Database.values()) {
            for (String name : names(file(database))) {
                if (isMigrated(database, name) && !ours.contains(database + "/" + name)) {
                    internal.add(name);
                    for (String asked : List.of(name, name.toUpperCase(Locale.ROOT))) {
                        String path = "/api/v1/" + database + "/" + asked;
                        get(path, 404);
                        get(path + "/1", 404);
                        assertThat(send("DELETE", path + "/1").statusCode()).as(path).isEqualTo(404);
                    }
                    assertThat(listed(database, name)).as(name).isNull();
                }
            }
        }
        assertThat(internal).contains("idempotency_keys", "flyway_products", "source_places", "source_summaries",
                "source_summaries_since",
                "variability_sums", "sqlite_sequence");
        get("/api/v1/products/IMAGES", 404);
        get("/api/v1/products/sqlite_schema", 404);
        assertThat(listed(Database.PRODUCTS, "images").get("read_only").booleanValue()).isFalse();
        assertThat(listed(Database.PRODUCTS, "sources").get("read_only").booleanValue()).isTrue();
    }

    /** Whether a fresh file has a table of that name, too. */
    private boolean isMigrated(Database database, String name) throws Exception {
        return !listedOther(database).contains(name);
    }

    private Set<String> listedOther(Database database) throws Exception {
        Set<String> others = new HashSet<>();
        for (JsonNode table : json("/api/v1/" + database).get("tables")) {
            if (table.get("description") == null && table.get("read_only").booleanValue()) {
                others.add(table.get("name").textValue());
            }
        }
        return others;
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /", "PUT /", "PATCH /", "DELETE /", "POST /1", "PUT /1", "PATCH /1", "DELETE /1"})
    void aWriteIsRefusedByAProblemThatSaysWhoWrites(String request) throws Exception {
        file(Database.CAL_REGISTRY).run("CREATE TABLE IF NOT EXISTS not_ours (id INTEGER PRIMARY KEY)");
        String[] parts = request.split(" ");
        String below = parts[1].equals("/") ? "" : parts[1];
        HttpResponse<String> answer = send(parts[0], "/api/v1/cal_registry/not_ours" + below + "?x=1");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().allValues("allow")).containsExactly("GET, HEAD, OPTIONS");
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("read-only", "the program that owns it writes it");
        assertThat(send(parts[0], "/api/v1/cal_registry/nothing" + below).statusCode()).isEqualTo(404);
        assertThat(send(parts[0], "/api/v1/nothing/not_ours" + below).statusCode()).isEqualTo(404);
    }

    @Test
    void anImportIsRefusedToo() throws Exception {
        file(Database.CAL_REGISTRY).run("CREATE TABLE IF NOT EXISTS \"not ours\" (id INTEGER PRIMARY KEY)");
        for (String action : List.of("import", "upsert")) {
            HttpResponse<String> answer = post("/api/v1/cal_registry/not%20ours:" + action);
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().allValues("allow")).containsExactly("OPTIONS");
            assertThat(answer.body()).contains("read-only");
            assertThat(post("/api/v1/cal_registry/nothing:" + action).statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> post(String target) throws Exception {
        String type = target.endsWith("import") ? "text/csv" : "application/json";
        return CLIENT.send(HttpRequest.newBuilder(uri(target)).header("Content-Type", type)
                .POST(BodyPublishers.ofString("id\n1\n")).build(), BodyHandlers.ofString());
    }

    @Test
    void optionsNamesWhatIsAllowed() throws Exception {
        file(Database.CAL_REGISTRY).run("CREATE TABLE IF NOT EXISTS not_ours (id INTEGER PRIMARY KEY)");
        HttpResponse<String> answer = send("OPTIONS", "/api/v1/cal_registry/not_ours");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("allow").orElseThrow().split(", ?")).containsExactlyInAnyOrder("GET",
                "HEAD",
                "OPTIONS");
        assertThat(send("OPTIONS", "/api/v1/cal_registry/not_ours/1").headers().firstValue("allow")).contains(
                answer.headers().firstValue("allow").orElseThrow());
        assertThat(send("HEAD", "/api/v1/cal_registry/not_ours").statusCode()).isEqualTo(200);
    }

    @Test
    void aRowHasAnEntityTag() throws Exception {
        file(Database.CAL_REGISTRY).run("CREATE TABLE tagged (id INTEGER PRIMARY KEY, v)",
                "INSERT INTO tagged VALUES (1, 2)");
        String path = "/api/v1/cal_registry/tagged/1";
        String tag = given().get(path).then().statusCode(200).extract().header("ETag");
        given().header("If-None-Match", tag).get(path).then().statusCode(304).header("ETag", tag);
        given().header("If-Match", "\"other\"").get(path).then().statusCode(412);
        file(Database.CAL_REGISTRY).run("UPDATE tagged SET v = 3");
        given().header("If-None-Match", tag).get(path).then().statusCode(200);
    }

    @Test
    void aColumnWithTheNameOfAParameterIsFilteredByItsLongName() throws Exception {
        file(Database.HDF5).run(
                "CREATE TABLE named (id INTEGER PRIMARY KEY, \"limit\" INTEGER, \"order\" TEXT, \"as\", dec REAL)",
                "INSERT INTO named VALUES (1, 5, 'a', 1, 10), (2, 6, 'b', 2, 20)");
        String path = "/api/v1/hdf5/named";
        assertThat(json(path + "?limit__eq=6").at("/items/0/id").intValue()).isEqualTo(2);
        assertThat(json(path + "?limit__eq=6&limit=1").get("items").size()).isEqualTo(1);
        assertThat(json(path + "?order__eq=a&as__eq=1").get("items").size()).isEqualTo(1);
        assertThat(json(path + "?dec=20").at("/items/0/id").intValue()).isEqualTo(2);
        assertThat(get(path + "?ra=1&dec=1&radius=1", 400)).contains("\"field\":\"ra\"", "\"field\":\"radius\"");
        assertThat(get(path + "?limit=0", 400)).contains("\"field\":\"limit\"");
    }

    @Test
    void filtersCompareAsTheColumnIsDeclared() throws Exception {
        file(Database.HDF5).run(
                "CREATE TABLE kinds (id INTEGER PRIMARY KEY, n DATETIME, f, t TEXT COLLATE NOCASE, r REAL)",
                "INSERT INTO kinds VALUES (1, '2025-01-01', 'x12', 'a', 1), (2, 12, 12, 'A', 'n/a'), (3, 12.5, NULL, NULL, 2)");
        Map<String, String> expected = new LinkedHashMap<>(Map.of("n=2025-01-01", "1", "n=12", "2", "n__gt=12", "1,3",
                "f=12", "2", "f=x12", "1", "f__startswith=x", "1", "t=a", "1", "t__in=A,b", "2", "r__gt=1", "2,3",
                "t__contains=A", "2"));
        for (Map.Entry<String, String> filter : expected.entrySet()) {
            List<String> ids = new ArrayList<>();
            json("/api/v1/hdf5/kinds?" + filter.getKey()).get("items").forEach(row -> ids.add(row.get("id").asText()));
            assertThat(String.join(",", ids)).as(filter.getKey()).isEqualTo(filter.getValue());
        }
        assertThat(get("/api/v1/hdf5/kinds?r=n/a", 400)).contains("must be a finite number");
    }

    @Test
    void whatThisSqliteCannotReadSaysWhy() throws Exception {
        file(Database.HDF5).run("CREATE TABLE base (a)", "CREATE VIEW dangling AS SELECT a FROM base",
                "DROP TABLE base",
                "CREATE VIEW foreign_function AS SELECT their_own(1) AS a",
                "PRAGMA writable_schema = 1",
                "INSERT INTO sqlite_schema VALUES ('table', 'foreign_module', 'foreign_module', 0,"
                        + " 'CREATE VIRTUAL TABLE foreign_module USING their_module(a)')");
        for (String name : List.of("dangling", "foreign_function", "foreign_module")) {
            assertThat(get("/api/v1/hdf5/" + name, 409)).contains("hdf5." + name + " cannot be read here");
            get("/api/v1/hdf5/" + name + "?as=csv", 409);
            assertThat(listed(Database.HDF5, name).get("read_only").booleanValue()).isTrue();
        }
        assertThat(listed(Database.HDF5, "foreign_module").get("fault").textValue()).contains("no such module");
    }

    @Test
    void aDatabaseThatIsNotThereAndParametersThatAreNotThereAreNamed() throws Exception {
        assertThat(get("/api/v1/nothing", 404)).contains("there is no database nothing");
        assertThat(get("/api/v1/nothing/images", 404)).contains("there is no database nothing");
        assertThat(get("/api/v1/products?x=1", 400)).contains("\"field\":\"x\"");
        get("/api/v1/products/%FF", 404);
        assertThat(send("DELETE", "/api/v1/products").statusCode()).isEqualTo(405);
    }

    private OtherFile file(Database database) {
        return new OtherFile(files.get(database).toString());
    }

    private static Set<String> names(OtherFile file) throws SQLException {
        return file.rows("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").stream()
                .map(row -> (String) row.get(0)).collect(Collectors.toSet());
    }

    private static JsonNode listed(Database database, String name) throws Exception {
        for (JsonNode table : json("/api/v1/" + database).get("tables")) {
            if (table.get("name").textValue().equals(name)) {
                return table;
            }
        }
        return null;
    }

    private static JsonNode json(String target) throws Exception {
        return SampleRows.JSON.readTree(get(target, 200));
    }

    private static String get(String target, int status) throws Exception {
        HttpResponse<String> answer = send("GET", target);
        assertThat(answer.statusCode()).as("%s: %s", target, answer.body()).isEqualTo(status);
        return answer.body();
    }

    private static HttpResponse<String> send(String method, String target) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(uri(target)).method(method, BodyPublishers.noBody()).build(),
                BodyHandlers.ofString());
    }

    private static URI uri(String target) {
        return URI.create("http://localhost:" + RestAssured.port + target);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}

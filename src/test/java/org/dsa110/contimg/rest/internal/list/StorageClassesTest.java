package org.dsa110.contimg.rest.internal.list;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.PlainClient;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.TestFile;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever other programs leave in whichever column, every row of it is in every list once, and no request fails. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class StorageClassesTest {
    /** One of each storage class and what is at its edges; NaN is stored as NULL. */
    private static final List<String> VALUES = List.of("NULL", "7", "2.5", "'12'", "'text'", "''", "x'00ff'", "x''",
            "9e999", "-9e999", "1e300", "9223372036854775807", "-9223372036854775808", "CAST(x'61ff' AS TEXT)",
            "-0.0");
    private static final int PAGE = 6;

    StateFiles files;

    private final String mark = UUID.randomUUID().toString();

    static Stream<TableDescription<?>> tables() {
        return SampleRows.tables().stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyRowIsThereOnceInEveryOrder(TableDescription<?> table) throws SQLException {
        TestFile file = new TestFile(files, table.database());
        ColumnDescription key = table.keys().get(0);
        List<String> keys = new ArrayList<>();
        try {
            for (int i = 0; i < VALUES.size(); i++) {
                keys.add(insert(file, table, i));
            }
            String filter = key.type() == ColumnType.TEXT ? key.name() + "__startswith" : key.name() + "__in";
            String mine = key.type() == ColumnType.TEXT ? mark : String.join(",", keys);
            for (ColumnDescription column : table.columns()) {
                assertListed(table, column, filter, mine);
            }
            assertAnswered(table, filter, mine);
        } finally {
            file.sql("DELETE FROM " + table.name() + " WHERE " + key.sql() + " IN (" + keys.stream()
                    .map(each -> key.type() == ColumnType.TEXT ? "'" + each + "'" : each)
                    .collect(Collectors.joining(", ")) + ")");
        }
    }

    private void assertListed(TableDescription<?> table, ColumnDescription column, String filter, String mine) {
        String key = table.keys().stream().map(ColumnDescription::name).collect(Collectors.joining(","));
        String[] orders = {column.name(), "-" + column.name()};
        for (String order : orders) {
            List<JsonNode> seen = new ArrayList<>();
            Map<String, Object> page = new LinkedHashMap<>(
                    Map.of(filter, mine, "order", order, "fields", key, "limit", PAGE));
            for (String next = ""; next != null && seen.size() <= VALUES.size();) {
                JsonNode answer = json(table, page);
                answer.get("items").forEach(seen::add);
                next = answer.get("next").textValue();
                page.put("next", next);
            }
            assertThat(seen).as("%s by %s", table, order).hasSize(VALUES.size()).doesNotHaveDuplicates();
        }
        int with = count(table, filter, mine, column.name() + "__isnull", "false");
        int without = count(table, filter, mine, column.name() + "__isnull", "true");
        assertThat(with + without).as("%s with and without %s", table, column.name()).isEqualTo(VALUES.size());
        String one = column.allowed().isEmpty() ? "7" : column.allowed().get(0);
        assertThat(count(table, filter, mine, column.name(), one)
                + count(table, filter, mine, column.name() + "__ne", one))
                .as("%s with %s that is %s and is not", table, column.name(), one).isEqualTo(VALUES.size());
        int parts = count(table, filter, mine, column.name() + "__lt", one)
                + count(table, filter, mine, column.name() + "__ge", one);
        assertThat(parts).as("%s with %s below %s and from there on", table, column.name(), one).isEqualTo(with);
    }

    /** What is made of rows beside their lists. */
    private static void assertAnswered(TableDescription<?> table, String filter, String mine) {
        for (String form : List.of("csv", "ndjson", "votable")) {
            get(SampleRows.url(table), Map.of(filter, mine, "as", form));
        }
        if (table.position() != null) {
            for (String radius : List.of("0.01", "3", "180")) {
                get(SampleRows.url(table), Map.of("ra", 7, "dec", 7, "radius", radius, filter, mine));
            }
        }
        for (String query : List.of("/stats", "/products/sources?limit=1000", "/products/sources?order=-ra_deg",
                "/products/sources?ra=7&dec=7&radius=180", "/cal_registry/caltables/valid?mjd=60000",
                "/cal_registry/caltables/apply?mjd=60000",
                "/cal_registry/caltables/nearest?mjd=60000&within_hours=8784",
                "/hdf5/complete_groups?from_mjd=1&to_mjd=30&subbands=1", "/hdf5/files?from_mjd=1&to_mjd=1e6",
                "/data_registry/data_registry/pending_publish", "/data_registry/data_registry/ready_to_publish")) {
            get("/api/v1" + query, Map.of());
        }
        if (table.name().equals("photometry")) {
            given().urlEncodingEnabled(false).post("/api/v1/products/variability_stats:recompute").then()
                    .statusCode(200);
        }
    }

    private static int count(TableDescription<?> table, String filter, String mine, String name, String value) {
        Map<String, Object> query = new LinkedHashMap<>(Map.of("count", true, "limit", 1, filter, mine));
        query.put(name, value);
        return json(table, query).get("total").intValue();
    }

    private static JsonNode json(TableDescription<?> table, Map<String, Object> query) {
        return PlainClient.json(SampleRows.url(table) + PlainClient.query(query));
    }

    private static void get(String path, Map<String, Object> query) {
        PlainClient.get(path + PlainClient.query(query), 200);
    }

    /** @return the first column of its key */
    private String insert(TestFile file, TableDescription<?> table, int i) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (ColumnDescription column : table.columns()) {
            if (column.generated()) {
                continue;
            }
            names.add(column.sql());
            if (column.key()) {
                values.add(switch (column.type()) {
                    case TEXT, ANY, BOOLEAN -> "'" + mark + (char) ('a' + i) + "'";
                    case INTEGER -> Integer.toString(i);
                    case REAL -> i + ".987654";
                });
            } else if (table.name().equals("ingest_queue") && column.name().equals("state")) {
                // The table has a CHECK.
                values.add("'failed'");
            } else if (column.name().equals("id")) {
                // Unique, and given by the database.
                values.add("NULL");
            } else {
                values.add(VALUES.get(i).equals("NULL") && !column.nullable() ? "'none'" : VALUES.get(i));
            }
        }
        file.sql("INSERT INTO " + table.name() + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", values) + ")");
        return file.sql("SELECT " + table.keys().get(0).sql() + " FROM " + table.name() + " WHERE rowid ="
                + " (SELECT max(rowid) FROM " + table.name() + ")");
    }
}

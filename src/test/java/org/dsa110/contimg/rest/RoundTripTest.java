package org.dsa110.contimg.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.junit.jupiter.api.Test;
import org.sqlite.JDBC;

/** What is written to any column of any table is read back exactly. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class RoundTripTest {
    private static final int ROWS = 20;

    StateFiles files;

    private final long seed = new Random().nextLong();
    private final SampleRows samples = new SampleRows(seed);

    @Test
    void everyValueOfANewRowIsReadBack() throws IOException {
        for (TableDescription<?> table : SampleRows.tables()) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                rows.add(samples.full(table));
            }
            JsonNode stored = SampleRows.JSON.readTree(given().contentType("application/json")
                    .body(SampleRows.JSON.writeValueAsBytes(rows)).post(SampleRows.url(table)).then().statusCode(201)
                    .extract().asByteArray());
            for (int i = 0; i < ROWS; i++) {
                assertSame(table, rows.get(i), stored.get(i));
                assertThat(get(url(table, stored.get(i)))).as("%s, seed %d", table, seed).isEqualTo(stored.get(i));
            }
        }
    }

    @Test
    void everyChangedValueIsReadBack() throws IOException {
        for (TableDescription<?> table : SampleRows.tables()) {
            Map<String, Object> row = samples.full(table);
            String url = url(table, SampleRows.create(table, row));
            Map<String, Object> change = new LinkedHashMap<>(samples.full(table));
            table.keys().forEach(key -> change.remove(key.name()));
            if (table.name().equals("ingest_queue")) {
                // Not every state may follow another, and others change with it.
                change.put("state", row.get("state"));
            }
            JsonNode answer = SampleRows.JSON.readTree(given().urlEncodingEnabled(false)
                    .contentType(TableWrites.MERGE_PATCH).body(SampleRows.JSON.writeValueAsBytes(change)).patch(url)
                    .then().statusCode(200).extract().asByteArray());
            assertSame(table, change, answer);
            assertThat(get(url)).isEqualTo(answer);
        }
    }

    /** SQLite keeps whole numbers in REAL columns as integers, and these have one zero. */
    @Test
    void negativeZeroBecomesZero() throws IOException {
        for (TableDescription<?> table : SampleRows.tables()) {
            Map<String, Object> row = samples.full(table);
            List<ColumnDescription> given = numbers(table).stream().filter(ColumnDescription::isGiven).toList();
            given.forEach(column -> row.put(column.name(), -0.0));
            JsonNode stored = get(url(table, SampleRows.create(table, row)));
            given.forEach(column -> assertThat(Double.doubleToRawLongBits(stored.get(column.name())
                    .doubleValue())).as("%s.%s", table, column.name()).isZero());
        }
    }

    @Test
    void textThatAnotherProgramPutIntoANumberIsPassedOn() throws IOException, SQLException {
        for (TableDescription<?> table : SampleRows.tables()) {
            if (numbers(table).isEmpty()) {
                continue;
            }
            String url = url(table, SampleRows.create(table, samples.full(table)));
            ColumnDescription key = table.keys().get(0);
            JsonNode before = get(url);
            String file = files.get(table.database()).toString();
            try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000",
                    new Properties());
                    PreparedStatement update = connection.prepareStatement(numbers(table).stream()
                            .map(column -> column.name() + " = 'n/a'")
                            .collect(Collectors.joining(", ", "UPDATE " + table.name() + " SET ",
                                    " WHERE " + key.name() + " = " + literal(before.get(key.name())))))) {
                // For a plain statement the driver counts what triggers change, too.
                assertThat(update.executeUpdate()).isEqualTo(1);
            }
            JsonNode after = get(url);
            table.columns().forEach(column -> assertThat(after.get(column.name())).as("%s.%s", table, column.name())
                    .isEqualTo(numbers(table).contains(column)
                            ? SampleRows.JSON.getNodeFactory().textNode("n/a")
                            : before.get(column.name())));
        }
    }

    @Test
    void aNumberInAKeyIsFoundByItsText() throws IOException {
        String url = "/api/v1/products/calibrator_transits";
        String body = "{\"calibrator_name\":\"3C/286\",\"transit_mjd\":%s,\"transit_iso\":\"t\",\"calculated_at\":1,\"updated_at\":2}";
        for (String mjd : List.of("61008.296296296296", "61008", "-1e-300", "6.1e7", "1e22")) {
            String location = given().contentType("application/json").body(String.format(body, mjd)).post(url).then()
                    .statusCode(201).extract().header("Location");
            for (String each : List.of(location, url + "/3C%2F286/" + mjd)) {
                given().urlEncodingEnabled(false).contentType(TableWrites.MERGE_PATCH).body("{\"has_data\":1}")
                        .patch(each).then().statusCode(200).body("has_data", equalTo(1));
                assertThat(exact(get(each).get("transit_mjd"))).isEqualTo(Double.valueOf(mjd));
            }
        }
        for (String nothing : List.of("61008.3", "61008,296296296296", "NaN", "1e999", "0x1p3")) {
            given().urlEncodingEnabled(false).get(url + "/3C%2F286/" + nothing).then().statusCode(404)
                    .contentType("application/problem+json");
        }
    }

    private void assertSame(TableDescription<?> table, Map<String, Object> sent, JsonNode stored) {
        sent.forEach((name, value) -> assertThat(exact(stored.get(name))).as("%s.%s, seed %d", table, name, seed)
                .isEqualTo(value));
    }

    private static List<ColumnDescription> numbers(TableDescription<?> table) {
        return table.columns().stream().filter(column -> column.type() == ColumnType.REAL && !column.key()).toList();
    }

    private static JsonNode get(String url) throws IOException {
        return SampleRows.JSON.readTree(given().urlEncodingEnabled(false).get(url).then().statusCode(200).extract()
                .asByteArray());
    }

    private static String url(TableDescription<?> table, JsonNode row) {
        return SampleRows.url(table) + "/"
                + RowKey.encode(table.keys().stream().map(key -> exact(row.get(key.name()))).toList());
    }

    /** Doubles are equal as objects when their bits are. */
    private static Object exact(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        return value.isNull() ? null : value.isIntegralNumber() ? (Object) value.longValue() : value.doubleValue();
    }

    private static String literal(JsonNode key) {
        return key.isTextual() ? "'" + key.textValue().replace("'", "''") + "'" : key.asText();
    }
}

package org.dsa110.contimg.rest.internal.list;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.junit.jupiter.api.Test;

/** Right ascensions are from 0 to 360 degrees and declinations from -90 to 90, in all tables and by all ways in. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class PositionsTest {
    private final long seed = new Random().nextLong();
    private final SampleRows samples = new SampleRows(seed);

    @Test
    void everyPositionThatIsNotOnTheSkyIsNamed() throws IOException {
        int positions = 0;
        for (TableDescription<?> table : SampleRows.tables()) {
            for (ColumnDescription column : table.columns()) {
                if (!column.name().matches("(.*_)?(ra|dec|dec_min|dec_max)_deg")) {
                    continue;
                }
                positions++;
                boolean ra = column.name().endsWith("ra_deg");
                check(table, column.name(), ra ? 0 : -90, ra ? 360 : 90);
            }
        }
        assertThat(positions).isGreaterThan(20);
    }

    private void check(TableDescription<?> table, String column, double least, double greatest) throws IOException {
        for (double within : new double[]{least, greatest, -0.0, Double.MIN_VALUE, (least + greatest) / 2}) {
            assertThat(SampleRows.create(table, with(table, column, within)).get(column).doubleValue())
                    .as("%s.%s, seed %d", table, column, seed).isEqualTo(within + 0.0);
        }
        JsonNode row = SampleRows.create(table, samples.least(table));
        String url = SampleRows.url(table);
        String key = url + "/"
                + RowKey.encode(table.keys().stream().<Object>map(each -> value(row.get(each.name()))).toList());
        for (double beyond : new double[]{Math.nextDown(least), Math.nextUp(greatest), -1e300, Double.MAX_VALUE, 400}) {
            refused(given().contentType("application/json").body(json(with(table, column, beyond))).post(url).then(),
                    column);
            refused(given().contentType("application/json")
                    .body(json(List.of(samples.least(table), with(table, column, beyond)))).post(url).then(),
                    "[1]." + column);
            refused(given().urlEncodingEnabled(false).contentType(TableWrites.MERGE_PATCH)
                    .body("{\"" + column + "\":" + beyond + "}").patch(key).then(), column);
            Map<String, Object> whole = with(table, column, beyond);
            table.keys().forEach(each -> whole.put(each.name(), value(row.get(each.name()))));
            refused(given().urlEncodingEnabled(false).contentType("application/json").body(json(whole)).put(key)
                    .then(), column);
            given().urlEncodingEnabled(false).contentType("application/x-ndjson")
                    .body(json(with(table, column, beyond)).getBytes(UTF_8)).post(url + ":import").then()
                    .statusCode(200)
                    .body("imported", equalTo(0)).body("failures[0].violations.field", contains(column));
        }
        given().urlEncodingEnabled(false).get(key).then().statusCode(200).body(column,
                equalTo(row.get(column).isNull() ? null : row.get(column).floatValue()));
    }

    @Test
    void anUpsertIsCheckedToo() {
        refused(given().urlEncodingEnabled(false).contentType("application/json")
                .body("{\"path\":\"/a\",\"pointing_ra_deg\":360.5}").post("/api/v1/products/ms_index:upsert").then(),
                "pointing_ra_deg");
    }

    @Test
    void theOpenApiDocumentSaysTheRange() {
        given().queryParam("format", "json").get("/q/openapi").then().statusCode(200)
                .body("components.schemas.'products.photometry'.properties.ra_deg.minimum", equalTo(0))
                .body("components.schemas.'products.photometry'.properties.ra_deg.maximum", equalTo(360))
                .body("components.schemas.'products.images.change'.properties.center_dec_deg.minimum", equalTo(-90))
                .body("components.schemas.'products.images'.properties.center_dec_deg.maximum", equalTo(90));
    }

    private static void refused(ValidatableResponse answer, String field) {
        answer.statusCode(400).body("violations.field", contains(field)).body("violations[0].message",
                containsString("must be "));
    }

    private Map<String, Object> with(TableDescription<?> table, String column, double value) {
        Map<String, Object> row = samples.least(table);
        row.put(column, value);
        return row;
    }

    private static String json(Object value) throws IOException {
        return SampleRows.JSON.writeValueAsString(value);
    }

    private static Object value(JsonNode key) {
        return key.isTextual()
                ? key.textValue()
                : key.isIntegralNumber() ? (Object) key.longValue() : key.doubleValue();
    }
}

package org.dsa110.contimg.rest.internal.list;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.PlainClient.send;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.PlainClient;
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
    private static final String JSON_TYPE = "application/json";

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
            refused(send("POST", url, JSON_TYPE, json(with(table, column, beyond))), column);
            refused(send("POST", url, JSON_TYPE, json(List.of(samples.least(table), with(table, column, beyond)))),
                    "[1]." + column);
            refused(send("PATCH", key, TableWrites.MERGE_PATCH, "{\"" + column + "\":" + beyond + "}"), column);
            Map<String, Object> whole = with(table, column, beyond);
            table.keys().forEach(each -> whole.put(each.name(), value(row.get(each.name()))));
            refused(send("PUT", key, JSON_TYPE, json(whole)), column);
            HttpResponse<String> imported = send("POST", url + ":import", "application/x-ndjson",
                    json(with(table, column, beyond)));
            assertThat(imported.statusCode()).as(imported.body()).isEqualTo(200);
            JsonNode report = PlainClient.parsed(imported.body());
            assertThat(report.get("imported").intValue()).isZero();
            assertThat(report.at("/failures/0/violations").findValuesAsText("field")).containsExactly(column);
        }
        assertThat(PlainClient.json(key).get(column)).isEqualTo(row.get(column));
    }

    @Test
    void anUpsertIsCheckedToo() {
        refused(send("POST", "/api/v1/products/ms_index:upsert", JSON_TYPE,
                "{\"path\":\"/a\",\"pointing_ra_deg\":360.5}"), "pointing_ra_deg");
    }

    @Test
    void theOpenApiDocumentSaysTheRange() {
        given().queryParam("format", "json").get("/q/openapi").then().statusCode(200)
                .body("components.schemas.'products.photometry'.properties.ra_deg.minimum", equalTo(0))
                .body("components.schemas.'products.photometry'.properties.ra_deg.maximum", equalTo(360))
                .body("components.schemas.'products.images.change'.properties.center_dec_deg.minimum", equalTo(-90))
                .body("components.schemas.'products.images'.properties.center_dec_deg.maximum", equalTo(90));
    }

    private static void refused(HttpResponse<String> answer, String field) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode violations = PlainClient.parsed(answer.body()).get("violations");
        assertThat(violations.findValuesAsText("field")).containsExactly(field);
        assertThat(violations.at("/0/message").textValue()).contains("must be ");
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

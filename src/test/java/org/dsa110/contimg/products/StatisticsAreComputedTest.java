package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service computes of variability_stats no client sets; where a source is, and its flux in a catalogue, clients do. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class StatisticsAreComputedTest {
    private static final String STATISTICS = "/api/v1/products/variability_stats";
    private static final String REFUSED = "must be left out: the service computes it";
    private static final String NDJSON = "application/x-ndjson";

    private final String source = UUID.randomUUID().toString();
    private final String row = STATISTICS + "/" + source;

    @ParameterizedTest
    @ValueSource(strings = {"n_obs", "mean_flux_mjy", "weighted_mean_flux_mjy", "std_flux_mjy", "min_flux_mjy",
            "max_flux_mjy", "v_index", "chi2_nu", "sigma_deviation", "eta_metric", "last_measured_at", "last_mjd",
            "updated_at"})
    void aComputedColumnIsRefusedHoweverItIsSent(String column) {
        measure();
        String before = given().get(row).asString();
        for (Object value : new Object[]{1, null}) {
            assertRefused(column, json(with(column, value)).put(row).then());
            assertRefused(column, json(with(column, value)).post(STATISTICS).then());
            Map<String, Object> change = new HashMap<>();
            change.put(column, value);
            assertRefused(column, json(change).patch(row).then());
        }
        assertRefused(column, importRows("refuse", "text/csv", "source_id,ra_deg,dec_deg," + column + "\nx,1,2,3\n"));
        assertThat(given().get(row).asString()).isEqualTo(before);
    }

    @Test
    void whatPeopleSetIsChangedAndTheRestStays() {
        measure();
        Map<String, Object> before = given().get(row).jsonPath().getMap("$");
        json(Map.of("ra_deg", 3.5, "nvss_flux_mjy", 7.5)).patch(row).then().statusCode(200)
                .body("ra_deg", equalTo(3.5f), "nvss_flux_mjy", equalTo(7.5f));
        json(with("dec_deg", 4.5)).put(row).then().statusCode(200);
        Map<String, Object> expected = new LinkedHashMap<>(before);
        expected.putAll(with("dec_deg", 4.5f));
        assertThat(given().get(row).jsonPath().<String, Object>getMap("$")).isEqualTo(expected);
    }

    @Test
    void aSourceThatNobodyMeasuredIsThereWithoutStatistics() {
        json(with("nvss_flux_mjy", 2.5)).post(STATISTICS).then().statusCode(201)
                .body("ra_deg", equalTo(1.5f), "dec_deg", equalTo(-2.5f), "nvss_flux_mjy", equalTo(2.5f))
                .body("n_obs", equalTo(0), "mean_flux_mjy", nullValue())
                .body("updated_at", greaterThan(1.7e9f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"post", "put", "drop", "drop&values=any"})
    void oneThatWasMeasuredGetsItsStatisticsWhenItIsAdded(String by) {
        measure();
        String before = withoutTime(given().get(row).then().body("n_obs", equalTo(1)).extract().asString());
        String export = given().queryParam("as", "ndjson").queryParam("source_id", source).get(STATISTICS).asString();
        given().delete(row).then().statusCode(204);
        switch (by) {
            case "post" -> json(with("dec_deg", -2.5)).post(STATISTICS).then().statusCode(201);
            case "put" -> json(with("dec_deg", -2.5)).put(row).then().statusCode(201);
            default -> importRows(by, NDJSON, export.replace("\"n_obs\":1", "\"n_obs\":9")).statusCode(200)
                    .body("imported", equalTo(1));
        }
        assertThat(withoutTime(given().get(row).asString())).isEqualTo(before);
    }

    @Test
    void anImportThatKeepsThemHasThemAsTheyWere() {
        String line = "{\"source_id\":\"" + source
                + "\",\"ra_deg\":1.5,\"dec_deg\":2.5,\"n_obs\":7,\"eta_metric\":42.5%s}\n";
        importRows("keep", NDJSON, line.formatted("")).statusCode(200).body("failures[0].violations",
                equalTo(List.of(Map.of("field", "updated_at", "message", "must be given, as ids are kept"))));
        importRows("keep", NDJSON, line.formatted(",\"updated_at\":3.5")).statusCode(200).body("imported", equalTo(1));
        given().get(row).then().body("n_obs", equalTo(7), "eta_metric", equalTo(42.5f), "updated_at", equalTo(3.5f));
    }

    @Test
    void whatAnExportSaysBesideARowSetsNoneEither() {
        String line = "{\"source_id\":\"" + source
                + "\",\"ra_deg\":1.5,\"dec_deg\":2.5,\"warnings\":[\"v_index is stored as Infinity, which JSON cannot express\"]}\n";
        importRows("refuse&values=any", NDJSON, line).statusCode(200).body("failures[0].violations", equalTo(
                List.of(Map.of("field", "warnings", "message", "names v_index, which " + REFUSED))));
        importRows("drop&values=any", NDJSON, line).statusCode(200).body("imported", equalTo(1));
        given().get(row).then().body("v_index", nullValue(), "n_obs", equalTo(0));
    }

    @Test
    void theDocumentSaysWhichTheyAre() {
        Map<String, Map<String, Object>> properties = given().queryParam("format", "json").get("/q/openapi").jsonPath()
                .getMap("components.schemas.'products.variability_stats'.properties");
        List<String> set = new ArrayList<>();
        properties.forEach((name, schema) -> {
            if (!Boolean.TRUE.equals(schema.get("readOnly"))) {
                set.add(name);
            }
        });
        assertThat(set).containsExactly("source_id", "ra_deg", "dec_deg", "nvss_flux_mjy");
        assertThat(given().queryParam("format", "json").get("/q/openapi").jsonPath()
                .getMap("components.schemas.'products.variability_stats.change'.properties"))
                .containsOnlyKeys("ra_deg", "dec_deg", "nvss_flux_mjy");
    }

    private void measure() {
        json(Map.of("source_id", source, "image_path", "/i", "ra_deg", 1.5, "dec_deg", -2.5, "flux_jy", 0.25)).post(
                "/api/v1/products/photometry").then().statusCode(201);
    }

    private Map<String, Object> with(String column, Object value) {
        Map<String, Object> row = new LinkedHashMap<>(Map.of("source_id", source, "ra_deg", 1.5f, "dec_deg", -2.5f));
        row.put("nvss_flux_mjy", null);
        row.put(column, value);
        return row;
    }

    private static RequestSpecification json(Map<String, Object> body) {
        return given().contentType("application/json").body(body);
    }

    private static ValidatableResponse importRows(String ids, String type, String lines) {
        return given().urlEncodingEnabled(false)
                .config(RestAssured.config().encoderConfig(EncoderConfig.encoderConfig()
                        .encodeContentTypeAs(NDJSON, ContentType.TEXT)
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType(type).body(lines.getBytes(StandardCharsets.UTF_8)).queryParam("ids", ids)
                .post(STATISTICS + ":import").then();
    }

    private static void assertRefused(String column, ValidatableResponse answer) {
        answer.statusCode(400).body("violations",
                equalTo(List.of(Map.of("field", column, "message", REFUSED))));
    }

    private static String withoutTime(String statistics) {
        return statistics.replaceFirst("\"updated_at\":[^,}]*", "");
    }
}

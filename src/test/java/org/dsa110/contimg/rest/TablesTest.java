package org.dsa110.contimg.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.TemporaryState;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every table takes rows and serves them as they were sent. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
public class TablesTest {
    private static final String IMAGES = "/api/v1/products/images";
    private final String mark = UUID.randomUUID().toString();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "products/ms_index | {'path':'MARK','start_mjd':60000.1,'stage':'converted','cal_applied':1} | MARK",
            "products/images | {'path':'MARK','ms_path':'/ms/a b.ms','created_at':1764000309.6,'type':'dirty'} | 1",
            "products/photometry | {'source_id':'MARK','image_path':'/i','ra_deg':1.5,'dec_deg':-2.5,'peak_jyb':0.25,'measured_at':1.5} | 1",
            "products/variability_stats | {'source_id':'MARK','ra_deg':1.5,'dec_deg':-2.5} | MARK",
            "products/monitoring_sources | {'source_id':'MARK','ra_deg':1.5,'dec_deg':-2.5} | 1",
            "products/transient_candidates | {'ra_deg':1.5,'dec_deg':-2.5,'detection_type':'new'} | 1",
            "products/mosaics | {'path':'MARK','name':'m','created_at':1.5,'start_mjd':6e4,'end_mjd':6e4} | 1",
            "products/jobs | {'type':'image','ms_path':'MARK','created_at':1.5} | 1",
            "products/hdf5_file_index | {'path':'xMARK','filename':'f','group_id':'g','subband_code':'sb00','indexed_at':1.5} | xMARK",
            "products/storage_locations | {'location_type':'ms','base_path':'MARK','registered_at':1.5} | 1",
            "products/batch_jobs | {'type':'image','created_at':1.5,'status':'pending','total_items':3} | 1",
            "products/calibrator_transits | {'calibrator_name':'MARK','transit_mjd':61008.296296,'transit_iso':'t','calculated_at':1.5,'updated_at':1.5} | MARK/61008.296296",
            "products/dead_letter_queue | {'component':'c','operation':'o','error_type':'e','created_at':1.5} | 1",
            "hdf5/storage_locations | {'name':'MARK','path':'/p'} | 1",
            "hdf5/pointing_history | {'timestamp':61008.25,'dec_deg':16.25} | 61008.25",
            "ingest/pointing_history | {'timestamp':61008.5,'dec_deg':16.25} | 61008.5",
            "hdf5/hdf5_file_index | {'path':'MARK','filename':'f','group_id':'g','subband_code':'sb00','timestamp_iso':'t','timestamp_mjd':6e4} | MARK",
            "cal_registry/caltables | {'set_name':'s','path':'MARK','table_type':'BP','order_index':20,'created_at':1.5,'status':'active'} | 1",
            "ingest/ingest_queue | {'group_id':'MARK','state':'collecting','received_at':1.5,'last_update':2.5} | MARK",
            "ingest/subband_files | {'group_id':'MARK','subband_idx':7,'path':'MARK'} | MARK/7",
            "ingest/set_aside_files | {'path':'MARK','kind':'not_whole','reason':'it is empty','first_seen':1.5,'last_seen':2.5} | MARK",
            "ingest/performance_metrics | {'group_id':'MARK','load_time':0.5,'recorded_at':1.5} | MARK",
            "data_registry/data_registry | {'data_type':'ms','data_id':'MARK','base_path':'/b','status':'staging','stage_path':'/s','created_at':1.5,'staged_at':1.5} | 1",
    })
    void everyTableCreatesAndServesRows(String table, String body, String key) {
        String row = body.replace('\'', '"').replace("MARK", "/" + mark);
        String location = post("/api/v1/" + table, row).statusCode(201).extract().header("Location");

        Map<String, Object> stored = given().urlEncodingEnabled(false).get(location).then().statusCode(200).extract()
                .jsonPath().getMap("$");
        Map<String, Object> sent = JsonPath.from(row).getMap("$");
        assertThat(stored).containsAllEntriesOf(sent);
        if (!key.equals("1")) {
            assertThat(location).endsWith("/" + table + "/" + key.replace("MARK", encode("/" + mark)));
        }
        given().queryParam("count", true).get("/api/v1/" + table).then().statusCode(200).body("total",
                Matchers.greaterThan(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "products/jobs | {'type':'image','ms_path':'MARK','created_at':1.5}",
            "products/dead_letter_queue | {'component':'MARK','operation':'o','error_type':'e','created_at':1.5}"})
    void theNumberOfARemovedRowIsNotGivenToAnother(String table, String body) {
        String row = body.replace('\'', '"').replace("MARK", mark);
        String location = post("/api/v1/" + table, row).statusCode(201).extract().header("Location");
        given().delete(location).then().statusCode(204);
        post("/api/v1/" + table, row).statusCode(201).header("Location", Matchers.not(location));
    }

    @Test
    void aColumnThatIsNotSentGetsItsDefault() {
        post(IMAGES, image("x", Map.of())).statusCode(201).body("pbcor", equalTo(0)).body("format", equalTo("fits"))
                .body("noise_jy", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "naïve ☃ 𝄞", "quote ' \" \\ % _ ? $1", " spaces\tand\nlines "})
    void textIsStoredAsItIs(String text) {
        int id = post(IMAGES, image(mark, Map.of("field_name", text))).statusCode(201).extract().path("id");
        given().get(IMAGES + "/" + id).then().body("field_name", equalTo(text));
        given().queryParam("field_name", text).queryParam("path", mark).get(IMAGES).then().body("items.id",
                equalTo(List.of(id)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "4.9E-324", "1.7976931348623157E308", "2.2250738585072014E-308",
            "1764000309.6",
            "9007199254740993", "61008.29629629629"})
    void numbersAreStoredBitForBit(String number) {
        String body = image("x", Map.of()).replace("\"type\"", "\"noise_jy\":" + number + ",\"type\"");
        String answer = post(IMAGES, body).statusCode(201).extract().asString();
        String stored = answer.replaceAll(".*\"noise_jy\":([^,}]*).*", "$1");
        assertThat(Double.doubleToRawLongBits(Double.parseDouble(stored)))
                .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(number)));
    }

    @Test
    void integersOf64BitsAreStoredExactly() {
        String body = image("x", Map.of()).replace("\"type\"", "\"imsize_x\":9223372036854775807,\"type\"");
        assertThat(post(IMAGES, body).statusCode(201).extract().asString())
                .contains("\"imsize_x\":9223372036854775807");
    }

    @Test
    void aLongKeyCanBeFetchedByItsLocation() {
        String path = "/" + "å/".repeat(2000);
        String location = post("/api/v1/products/ms_index", "{\"path\":\"" + mark + path + "\"}").statusCode(201)
                .extract().header("Location");
        given().urlEncodingEnabled(false).get(location).then().statusCode(200).body("path", equalTo(mark + path));
    }

    @Test
    void aSlashTooManyAtTheEndOfAPathIsNotInTheLocation() {
        String location = post("/api/v1/products/ms_index/", "{\"path\":\"slash" + mark + "\"}").statusCode(201)
                .extract().header("Location");
        assertThat(location).isEqualTo("/api/v1/products/ms_index/slash" + mark);
        given().get(location).then().statusCode(200);
    }

    public static ValidatableResponse post(String path, String body) {
        return given().contentType("application/json").body(body).post(path).then();
    }

    public static void problem(ValidatableResponse response, int status, String field) {
        response.statusCode(status).contentType("application/problem+json").body("status", equalTo(status))
                .body("title", Matchers.not(Matchers.emptyOrNullString()))
                .body("detail", Matchers.not(Matchers.emptyOrNullString()));
        if (field != null) {
            response.body("violations.field", Matchers.hasItem(field));
        }
    }

    public static String image(String path, Map<String, Object> extra) {
        Map<String, Object> row = new LinkedHashMap<>(
                Map.of("path", path, "ms_path", "/ms", "created_at", 1.77e9, "type", "dirty"));
        row.putAll(extra);
        StringBuilder json = new StringBuilder();
        row.forEach(
                (name, value) -> json.append(json.isEmpty() ? "{" : ",").append('"').append(name).append("\":").append(
                        value instanceof String text && !text.equals("null") ? quoted(text) : value));
        return json.append('}').toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t") + '"';
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

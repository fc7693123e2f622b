package org.dsa110.contimg.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
            "products/variability_stats | {'source_id':'MARK','ra_deg':1.5,'dec_deg':-2.5,'updated_at':1.5} | MARK",
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
    void aRowThatRefersToNoRowIsAConflict() {
        String candidate = "{\"source_id\":\"" + mark
                + "\",\"flagged_at\":1.5,\"significance\":5.5,\"flag_type\":\"f\"}";
        problem(post("/api/v1/products/ese_candidates", candidate), 409, null);
        post("/api/v1/products/variability_stats",
                "{\"source_id\":\"" + mark + "\",\"ra_deg\":1,\"dec_deg\":2,\"updated_at\":3}").statusCode(201);
        post("/api/v1/products/ese_candidates", candidate).statusCode(201).body("status", equalTo("active"))
                .body("flagged_by", equalTo("auto"));
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
    void pagesHoldEveryRowOnceWhateverTheOrder() {
        List<Integer> ids = new ArrayList<>();
        Double[] noises = {null, 0.5, 0.1, null, 0.5, 2.0, 0.1, 0.5, null, 1.0, 0.1};
        for (Double noise : noises) {
            ids.add(post(IMAGES, image("/page", Map.of("type", mark, "noise_jy", noise == null ? "null" : noise)))
                    .statusCode(201).extract()
                    .path("id"));
        }
        for (String order : List.of("", "noise_jy", "-noise_jy", "path,-noise_jy", "-path,noise_jy,-id", "-id")) {
            for (int limit : new int[]{1, 2, 3, 1000}) {
                List<Integer> seen = new ArrayList<>();
                List<Float> sorted = new ArrayList<>();
                String next = null;
                do {
                    Map<String, Object> page = page(order, limit, next);
                    @SuppressWarnings("unchecked")
                    List<Map<String, Object>> items = (List<Map<String, Object>>) page.get("items");
                    assertThat(items.size()).isLessThanOrEqualTo(limit);
                    items.forEach(item -> seen.add((Integer) item.get("id")));
                    items.forEach(item -> sorted
                            .add(item.get("noise_jy") == null ? -1f : ((Number) item.get("noise_jy")).floatValue()));
                    next = (String) page.get("next");
                } while (next != null);
                assertThat(seen).as("order %s, limit %d", order, limit).doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(ids);
                if (order.equals("noise_jy")) {
                    assertThat(sorted).isSorted();
                }
                if (order.equals("-noise_jy")) {
                    assertThat(sorted).isSortedAccordingTo(Comparator.reverseOrder());
                }
            }
        }
    }

    @Test
    void aListIsFilteredBeforeItIsCutAndCounted() {
        for (int i = 0; i < 5; i++) {
            post(IMAGES, image(mark, Map.of("type", i % 2 == 0 ? "even" : "odd"))).statusCode(201);
        }
        given().queryParam("path", mark).queryParam("type", "even").queryParam("limit", 2).queryParam("count", true)
                .queryParam("fields", "type,path").get(IMAGES).then().statusCode(200)
                .body("items", hasSize(2)).body("total", equalTo(3))
                .body("items[0]", equalTo(Map.of("type", "even", "path", mark)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "limit=0 | limit", "limit=5000 | limit", "limit=-1 | limit", "limit=x | limit", "limit=1&limit=2 | limit",
            "colour=red | colour", "type__near=a | type__near", "order=colour | order", "order=-id,id | order",
            "fields=id,colour | fields",
            "fields= | fields", "count=maybe | count", "next=abc | next", "next=W10 | next", "id=1.5 | id",
            "id=abc | id", "id= | id",
            "id=99999999999999999999 | id", "noise_jy=NaN | noise_jy", "noise_jy=1e999 | noise_jy",
            "noise_jy=0x1p3 | noise_jy",
    })
    void aBadParameterIsNamed(String query, String field) {
        problem(given().urlEncodingEnabled(false).get(IMAGES + "?" + query).then(), 400, field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'a':{'b':1}}", "[{'a':1}]", "['ORDER',{'a':1},'i1']", "['ORDER','x',['y']]",
            "['ORDER','x',1]", "['ORDER','x','i1','i1','i1','i1']", "['ORDER'", "['ORDER']", "'ORDER'", "[]", "[null]",
            "['ORDER','x','i1'] 7", "\u0000"})
    void aTokenThatIsNotAnArrayOfTextsIsRefused(String token) {
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        String next = (String) page("noise_jy", 1, null, "path").get("next");
        String order = JsonPath.from(new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8))
                .getString("[0]");
        String other = Base64.getUrlEncoder().withoutPadding().encodeToString(
                token.replace("ORDER", order).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        problem(given().queryParam("next", other).queryParam("order", "noise_jy").get(IMAGES).then(), 400, "next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "noise_jy", "noise_jy,type", "noise_jy,type,-created_at",
            "noise_jy,type,created_at,beam_major_arcsec,beam_minor_arcsec,beam_pa_deg,imsize_x,imsize_y,cellsize_arcsec"})
    void aTokenOfAnotherOrderIsToldSo(String order) {
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        String next = (String) page(order, 1, null, "path").get("next");
        ValidatableResponse answer = given().queryParam("next", next).queryParam("order", "-id").get(IMAGES).then();
        problem(answer, 400, "next");
        answer.body("violations[0].message", startsWith("belongs to a list in another order: " + order));
    }

    @ParameterizedTest
    @ValueSource(strings = {"path=MARK", "path=MARK&type__in=dirty,clean", "path=MARK&type=clean",
            "path=MARK&type=dirty&id__ge=1", "path=MARK&type=dirty&ra=1&dec=2&radius=3", ""})
    void aTokenOfOtherRowsIsRefused(String query) {
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        String next = given().get(IMAGES + "?limit=1&order=id&type=dirty&path=" + mark).then().statusCode(200)
                .extract().path("next");
        given().get(IMAGES + "?order=id&path=" + mark + "&fields=id&type=dirty&next=" + next).then().statusCode(200)
                .body("items.size()", equalTo(1));
        problem(given().get(IMAGES + "?order=id&next=" + next + "&" + query.replace("MARK", mark)).then(), 400, "next");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{} | path", "{'colour':1} | colour", "{'path':7} | path", "{'created_at':'x'} | created_at",
            "{'created_at':NaN} | created_at",
            "{'created_at':-Infinity} | created_at", "{'created_at':1e999} | created_at", "{'imsize_x':1.5} | imsize_x",
            "{'imsize_x':9223372036854775808} | imsize_x", "{'imsize_x':true} | imsize_x", "{'path':{}} | path",
            "{'path':['a']} | path",
            "{'path':'a','path':'b'} | path", "{'path': | path", "{'type':'a\\u0000b'} | type",
            "{'type':'\\ud800'} | type", "{'id':1} | id",
            "[] | body", "'text' | body", "nonsense | body", "`` | body", "{} {} | body",
    })
    void aBadBodyIsNamedAndChangesNothing(String body, String field) {
        int before = given().queryParam("count", true).get(IMAGES).then().extract().path("total");
        problem(post(IMAGES, body.replace('\'', '"')), 400, field);
        given().queryParam("count", true).get(IMAGES).then().body("total", equalTo(before));
    }

    @Test
    void aTextOfAMegabyteIsRefused() {
        problem(post(IMAGES, image("x".repeat(1 << 20), Map.of())), 400, "path");
    }

    @Test
    void whatTheParserRefusesIsTheClientsFault() {
        problem(post(IMAGES, "{\"noise_jy\":" + "9".repeat(1001) + "}"), 400, "noise_jy");
        problem(post(IMAGES, "{\"path\":" + "[".repeat(1100) + "]".repeat(1100) + "}"), 400, "path");
        problem(post(IMAGES, "{\"" + "n".repeat(60_000) + "\":1}"), 400, null);
        problem(post(IMAGES, "{\"" + "n".repeat(1001) + "\":1}"), 400, null);
        problem(post(IMAGES, "{\"path\":" + "[".repeat(101) + "]".repeat(101) + "}"), 400, "path");
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() {
        byte[] latin1 = image("å", Map.of()).getBytes(StandardCharsets.ISO_8859_1);
        problem(given().contentType("application/json").body(latin1).post(IMAGES).then(), 400, "body");
        byte[] marked = ("\uFEFF" + image(mark + "å", Map.of())).getBytes(StandardCharsets.UTF_8);
        given().contentType("application/json").body(marked).post(IMAGES).then().statusCode(201)
                .body("path", equalTo(mark + "å"));
    }

    @Test
    void ofManyUnknownNamesTheFirstHundredAreTold() {
        String names = IntStream.range(0, 5000).mapToObj(i -> "\"name" + i + "\":{\"a\":[1]}")
                .collect(Collectors.joining(","));
        post(IMAGES, "{" + names + "}").statusCode(400).body("violations", hasSize(100))
                .body("violations[99].field", equalTo("name99"))
                .body("detail", Matchers.containsString("at least 100 more"));
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

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        problem(post(IMAGES, image("x".repeat(9 << 20), Map.of())), 413, null);
    }

    @Test
    void anUnknownStateIsRefused() {
        problem(post("/api/v1/ingest/ingest_queue",
                "{\"group_id\":\"" + mark + "\",\"state\":\"done\",\"received_at\":1,\"last_update\":1}"),
                400, "state");
        problem(given().queryParam("state", "done").get("/api/v1/ingest/ingest_queue").then(), 400, "state");
    }

    @Test
    void aKeyThatIsNotUtf8IsNotFoundAndNotChangedIntoAnother() {
        given().urlEncodingEnabled(false).contentType("application/json").body("{}")
                .put("/api/v1/products/ms_index/" + mark + "%E9.ms").then().statusCode(404);
        given().get("/api/v1/products/ms_index?path__startswith=" + mark).then().body("items", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void aKeyThatNoUrlCanNameIsRefused(String key) {
        problem(post("/api/v1/products/ms_index", "{\"path\":\"" + key + "\"}"), 400, "path");
        problem(given().contentType("application/json").body(Map.of("path", key))
                .urlEncodingEnabled(false).post("/api/v1/products/ms_index:upsert").then(), 400, "path");
    }

    @Test
    void aBodyInACodingThatIsNotTakenIsRefused() {
        for (String action : List.of("", ":import", ":upsert")) {
            problem(given().contentType("application/json").header("Content-Encoding", "br").body("{}")
                    .urlEncodingEnabled(false).post("/api/v1/products/ms_index" + action).then(), 415, null);
        }
    }

    @Test
    void aDuplicateKeyIsAConflict() {
        String body = "{\"path\":\"" + mark + "\"}";
        post("/api/v1/products/ms_index", body).statusCode(201);
        problem(post("/api/v1/products/ms_index", body), 409, "path");
        String file = "{\"group_id\":\"" + mark + "\",\"subband_idx\":1,\"path\":\"" + mark + "\"}";
        post("/api/v1/ingest/subband_files", file).statusCode(201);
        problem(post("/api/v1/ingest/subband_files", file.replace("idx\":1", "idx\":2")), 409, "path");
        problem(post("/api/v1/ingest/subband_files", file), 409, "group_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/products/images/0", "/products/images/1.0", "/products/images/abc",
            "/products/images/%20",
            "/products/images/99999999999999999999", "/products/images/1/2", "/products/ms_index/none",
            "/products/ms_index//a/b",
            "/ingest/subband_files/a", "/ingest/subband_files/a/x", "/ingest/subband_files/a/1/2", "/products/nothing",
            "/nothing/images"})
    void whatIsNotThereIsAProblemToo(String path) {
        problem(given().urlEncodingEnabled(false).get("/api/v1" + path).then(), 404, null);
    }

    @Test
    void whatTheFrameworkRefusesHasTheSameShape() {
        problem(given().delete(IMAGES).then(), 405, null);
        problem(given().contentType("text/plain").body("{}").post(IMAGES).then(), 415, null);
        problem(given().accept("text/html").get(IMAGES).then(), 406, null);
        problem(given().get("/elsewhere").then(), 404, null);
    }

    private Map<String, Object> page(String order, int limit, String next) {
        return page(order, limit, next, "type");
    }

    private Map<String, Object> page(String order, int limit, String next, String markColumn) {
        Map<String, Object> parameters = new LinkedHashMap<>(Map.of(markColumn, mark, "limit", limit));
        if (!order.isEmpty()) {
            parameters.put("order", order);
        }
        if (next != null) {
            parameters.put("next", next);
        }
        return given().queryParams(parameters).get(IMAGES).then().statusCode(200).extract().jsonPath().getMap("$");
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

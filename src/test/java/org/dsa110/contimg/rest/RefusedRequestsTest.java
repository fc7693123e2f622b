package org.dsa110.contimg.rest;

import static io.restassured.RestAssured.given;
import static org.dsa110.contimg.rest.TablesTest.image;
import static org.dsa110.contimg.rest.TablesTest.post;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be done is a problem that names what is wrong, and changes nothing. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class RefusedRequestsTest {
    private static final String IMAGES = "/api/v1/products/images";
    private final String mark = UUID.randomUUID().toString();

    @Test
    void aRowThatRefersToNoRowIsAConflict() {
        String candidate = "{\"source_id\":\"" + mark
                + "\",\"flagged_at\":1.5,\"significance\":5.5,\"flag_type\":\"f\"}";
        problem(post("/api/v1/products/ese_candidates", candidate), 409, null);
        post("/api/v1/products/variability_stats",
                "{\"source_id\":\"" + mark + "\",\"ra_deg\":1,\"dec_deg\":2}").statusCode(201);
        post("/api/v1/products/ese_candidates", candidate).statusCode(201).body("status", equalTo("active"))
                .body("flagged_by", equalTo("auto"));
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
}

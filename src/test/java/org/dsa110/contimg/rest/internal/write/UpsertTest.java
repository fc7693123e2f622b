package org.dsa110.contimg.rest.internal.write;

import static io.restassured.RestAssured.given;
import static org.dsa110.contimg.rest.TablesTest.post;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upsert adds what is not there, and gives what is there the values that the sender knows. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class UpsertTest {
    private static final String MEASUREMENT_SETS = "/api/v1/products/ms_index";
    private final String mark = UUID.randomUUID().toString();

    @Test
    void whatIsNotThereIsAddedWithItsDefaults() {
        upsert("{'path':'MARK','stage':'converted','ra_deg':null,'cal_applied':null}").statusCode(200)
                .body("path", equalTo(mark)).body("stage", equalTo("converted")).body("cal_applied", equalTo(0))
                .body("ra_deg", nullValue());
    }

    @Test
    void aNullNeverOverwritesAValue() {
        upsert("{'path':'MARK','stage':'converted','ra_deg':1.5,'cal_applied':1}").statusCode(200);
        upsert("{'path':'MARK','stage':null,'dec_deg':2.5,'ra_deg':null}").statusCode(200)
                .body("stage", equalTo("converted")).body("ra_deg", equalTo(1.5f)).body("dec_deg", equalTo(2.5f))
                .body("cal_applied", equalTo(1));
        upsert("{'path':'MARK','stage':'imaged'}").statusCode(200).body("stage", equalTo("imaged"));
        upsert("{'path':'MARK'}").statusCode(200).body("stage", equalTo("imaged"));
        given().get(MEASUREMENT_SETS + "/" + mark).then().statusCode(200).body("dec_deg", equalTo(2.5f));
    }

    @Test
    void anArrayAddsSomeAndMergesOthersInItsOrder() {
        upsert("{'path':'MARK1','stage':'a','status':'kept'}").statusCode(200);
        upsert("[{'path':'MARK0','stage':'b'},{'path':'MARK1','stage':'b'},{'path':'MARK0','stage':'c'}]")
                .statusCode(200).body("path", contains(mark + "0", mark + "1", mark + "0"))
                .body("stage", contains("c", "b", "c")).body("[1].status", equalTo("kept"));
        String thousand = IntStream.range(0, 1000).mapToObj(i -> "{'path':'MARK" + i + "','status':'all'}")
                .collect(Collectors.joining(",", "[", "]"));
        upsert(thousand).statusCode(200).body("$", hasSize(1000)).body("[1].stage", equalTo("b"));
        upsert(thousand.replace("]", ",{'path':'MARK1000'}]")).statusCode(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{} | path", "{'path':null} | path", "{'path':''} | path", "{'path':7} | path",
            "{'path':'MARK','colour':1} | colour", "{'path':'MARK','ra_deg':'x'} | ra_deg", "[] | body",
            "[{'path':'MARK'},{'stage':'x'}] | [1].path", "[{'path':'MARK'},{'path':'MARKx','ra_deg':[]}] | [1].ra_deg",
            "7 | body", "`` | body",
    })
    void whatIsWrongIsNamedAndNothingIsStored(String body, String field) {
        problem(upsert(body), 400, field);
        given().get(MEASUREMENT_SETS + "/" + mark).then().statusCode(404);
    }

    @Test
    void theSameRequestIsDoneOnceByItsIdempotencyKey() {
        String body = "{\"path\":\"" + mark + "\",\"stage\":\"converted\"}";
        String first = upsert(Map.of("Idempotency-Key", mark), body).statusCode(200)
                .header("Idempotent-Replayed", nullValue()).extract().asString();
        upsert("{'path':'MARK','stage':'imaged'}").statusCode(200);
        upsert(Map.of("Idempotency-Key", mark), body).statusCode(200).header("Idempotent-Replayed", "true")
                .header("ETag", notNullValue()).body(equalTo(first));
        given().get(MEASUREMENT_SETS + "/" + mark).then().body("stage", equalTo("imaged"));
        problem(upsert(Map.of("Idempotency-Key", mark), body.replace("converted", "other")), 422, null);
        String array = "[" + body.replace(mark, mark + "2") + "]";
        String rows = upsert(Map.of("Idempotency-Key", mark + "2"), array).statusCode(200).extract().asString();
        upsert(Map.of("Idempotency-Key", mark + "2"), array).statusCode(200).header("Idempotent-Replayed", "true")
                .header("ETag", nullValue()).body(equalTo(rows));
    }

    @Test
    void aRowIsMergedIntoTheOneThatIsMeantOnly() {
        String body = "{\"path\":\"" + mark + "\",\"stage\":\"imaged\"}";
        problem(upsert(Map.of("If-Match", "*"), body), 412, null);
        String tag = upsert(Map.of("If-None-Match", "*"), body.replace("imaged", "converted")).statusCode(200).extract()
                .header("ETag");
        problem(upsert(Map.of("If-None-Match", "*"), body), 412, null);
        problem(upsert(Map.of("If-Match", "\"other\""), body), 412, null);
        given().get(MEASUREMENT_SETS + "/" + mark).then().body("stage", equalTo("converted"));
        upsert(Map.of("If-Match", tag), body).statusCode(200).body("stage", equalTo("imaged"));
        problem(upsert(Map.of("If-Match", tag), body), 412, null);
        problem(upsert(Map.of("If-Match", "*"), "[" + body + "]"), 400, "If-Match");
    }

    private static ValidatableResponse upsert(Map<String, String> headers, String body) {
        return given().contentType("application/json").headers(headers).body(body).post(MEASUREMENT_SETS + ":upsert")
                .then();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/products/images:upsert", "/api/v1/products/nothing:upsert",
            "/api/v1/nothing/ms_index:upsert", "/api/v1/hdf5/ms_index:upsert", "/api/v1/products/ms_index:other"})
    void otherTablesHaveNone(String url) {
        problem(post(url, "{\"path\":\"" + mark + "\"}"), 404, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {":upsert", "%3Aupsert", "%3aupsert"})
    void theColonMayBeEncoded(String name) {
        upsert(name, "{'path':'MARK'}").statusCode(200);
        upsert(name.replace("upsert", "stage"), "{'path':'MARK','stage':'imaged'}").statusCode(200);
        problem(upsert(name.replace("upsert", "nothing"), "{}"), 404, null);
    }

    @Test
    void whatTheFrameworkRefusesHasTheSameShape() {
        problem(given().urlEncodingEnabled(false).get(MEASUREMENT_SETS + ":upsert").then(), 405, null);
        // With its colon encoded it is the name of a table, of another program.
        problem(given().get(MEASUREMENT_SETS + ":upsert").then(), 404, null);
        problem(given().contentType("text/plain").body("{}").post(MEASUREMENT_SETS + ":upsert").then(), 415, null);
    }

    @Test
    void aKeyMayEndLikeTheName() {
        String url = MEASUREMENT_SETS + "/" + mark + ":upsert";
        given().contentType("application/json").body("{}").put(url).then().statusCode(201);
        given().get(url).then().statusCode(200).body("path", equalTo(mark + ":upsert"));
    }

    private ValidatableResponse upsert(String body) {
        return upsert(":upsert", body);
    }

    private ValidatableResponse upsert(String name, String body) {
        return given().urlEncodingEnabled(false).contentType("application/json")
                .body(body.replace('\'', '"').replace("MARK", mark)).post(MEASUREMENT_SETS + name).then();
    }
}

package org.dsa110.contimg.rest.internal.errors;

import static io.restassured.RestAssured.given;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Content-Type and Accept say is heeded to the letter (RFC 9110, sections 8.3 and 12.5.1). */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class MediaTypesTest {
    private static final String METRICS = "/api/v1/ingest/performance_metrics";
    private static final String IMPORT = METRICS + ":import";
    private static final String STAGES = "/api/v1/products/ms_index:stage";

    private final String id = UUID.randomUUID() + "-Ré";

    @ParameterizedTest
    @ValueSource(strings = {"iso-8859-1", "ISO-8859-1", "\"iso-8859-1\"", "latin1", "windows-1252", "utf-16",
            "no-such-charset", "\"a b\""})
    void textInAnotherCharsetIsRefusedByItsName(String charset) {
        refused(send("text/csv; header=present; charset=" + charset, "group_id,recorded_at\n" + id + ",1\n")
                .post(IMPORT), "charset=" + charset.replace("\"", "") + ",");
        given().queryParam("group_id", id).get(METRICS).then().statusCode(200).body("items.size()", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso-8859-1", "utf-16", "no-such-charset"})
    void whatIsSaidOfJsonsCharsetChangesNothing(String charset) {
        String json = "{\"group_id\":\"" + charset + id + "\",\"recorded_at\":1}";
        String row = METRICS + "/{id}";
        send("application/json;charset=" + charset, json).post(METRICS).then().statusCode(201)
                .body("group_id", equalTo(charset + id));
        send("application/merge-patch+json;charset=" + charset, "{\"load_time\":1}")
                .pathParam("id", charset + id).patch(row).then().statusCode(200);
        send("application/x-ndjson;charset=" + charset, json.replace(charset, "n" + charset) + "\n").post(IMPORT).then()
                .statusCode(200).body("imported", equalTo(1));
        given().pathParam("id", "n" + charset + id).get(row).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso-8859-1", "utf-16"})
    void jsonThatIsNotUtf8IsRefused(String charset) {
        String json = "{\"group_id\":\"" + id + "\",\"recorded_at\":1}";
        byte[] bytes = json.getBytes(Charset.forName(charset));
        problem(send("application/json;charset=" + charset, json).body(bytes).post(METRICS).then(), 400, null);
        problem(send("application/merge-patch+json", json).body(bytes).pathParam("id", "a").patch(METRICS + "/{id}")
                .then(), 400, null);
        given().queryParam("group_id__contains", id.substring(0, 36)).get(METRICS).then().statusCode(200)
                .body("items.size()", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8", "UTF-8", "utf8", "\"utf-8\"", "\"UTF8\"", "us-ascii", "ascii"})
    void utf8IsTakenHoweverItIsWritten(String charset) {
        for (String type : List.of("text/csv; header=present; charset=" + charset, "text/csv;charset=" + charset)) {
            send(type, "group_id,recorded_at\n" + type.length() + id + ",1\n").post(IMPORT).then().statusCode(200)
                    .body("imported", equalTo(1));
            given().pathParam("id", type.length() + id).get(METRICS + "/{id}").then().statusCode(200).body("group_id",
                    equalTo(type.length() + id));
        }
        send("application/json;charset=" + charset, "{\"group_id\":\"" + id + "\",\"recorded_at\":1}").post(METRICS)
                .then()
                .statusCode(201).body("group_id", equalTo(id));
    }

    @Test
    void aCsvWithoutNamesIsRefused() {
        send("text/csv; header=absent", "group_id,recorded_at\n" + id + ",1\n").post(IMPORT).then().statusCode(415)
                .header("Content-Type", startsWith("application/problem+json"))
                .body("detail", containsString("header=absent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json;q=0", "application/json; q=0.0, text/csv", "application/json;q=0, */*",
            "*/*;q=0",
            "application/*;q=0, */*;q=0.1", "application/json-seq", "application/problem+json", "image/png",
            "APPLICATION/JSON;Q=0"})
    void whoDoesNotTakeJsonIsToldThatThereIsNothingElse(String accept) {
        send("application/json", "{\"group_id\":\"" + id + "\",\"recorded_at\":1}").post(METRICS).then()
                .statusCode(201);
        String row = METRICS + "/{id}";
        notAcceptable(given().accept(accept).pathParam("id", id).get(row));
        notAcceptable(
                given().accept(accept).pathParam("id", id).contentType("application/json").body("{\"load_time\":1}")
                        .patch(row));
        notAcceptable(given().accept(accept).contentType("application/json")
                .body("{\"group_id\":\"" + id + "2\",\"recorded_at\":1}").post(METRICS));
        notAcceptable(send("text/csv", "group_id,recorded_at\na" + id + ",1\n").accept(accept).post(IMPORT));
        notAcceptable(given().accept(accept).get("/api/v1/stats"));
        given().queryParam("group_id__contains", id).get(METRICS).then().statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].load_time", equalTo(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*;q=0.1", "application/*", "text/html, */*;q=0.001",
            "*/*;q=0, application/json;q=0.1", "text/*;q=0, application/json;charset=utf-8", "*; q=.2", "",
            "APPLICATION/Json"})
    void whoTakesJsonGetsIt(String accept) {
        given().header("Accept", accept).get("/api/v1/stats").then().statusCode(200).header("Content-Type",
                startsWith("application/json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/problem+json;q=0, */*", "text/csv"})
    void aProblemIsAnsweredAsOneWhateverIsTaken(String accept) {
        problem(given().accept(accept).queryParam("colour", "red").get(METRICS).then(), 400, "colour");
    }

    @Test
    void aQualityThatIsNoneIsNamed() {
        problem(given().accept("application/json;q=2").get("/api/v1/stats").then(), 400, "Accept");
        problem(given().accept("application/json;q=high").get("/api/v1/stats").then(), 400, "Accept");
    }

    private static void notAcceptable(Response answer) {
        problem(answer.then().body("detail", endsWith("; there is application/json")), 406, null);
    }

    private static void refused(Response answer, String named) {
        problem(answer.then().body("detail", containsString(named)), 415, null);
    }

    /** The text as UTF-8, whatever the header says, and the header as it is. */
    private static RequestSpecification send(String type, String text) {
        EncoderConfig asIs = EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs(type, ContentType.TEXT);
        return given().config(RestAssuredConfig.config().encoderConfig(asIs)).header("Content-Type", type)
                .body(text.getBytes(StandardCharsets.UTF_8));
    }
}

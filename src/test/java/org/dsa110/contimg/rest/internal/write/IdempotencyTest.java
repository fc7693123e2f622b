package org.dsa110.contimg.rest.internal.write;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.image;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TestFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A create that is sent again with its Idempotency-Key does nothing and gets the answer that it had. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class IdempotencyTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final String SUBBANDS = "/api/v1/ingest/subband_files";
    private static final String REPLAYED = "Idempotent-Replayed";
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    @Test
    void theSameRequestIsDoneOnce() {
        String body = image(mark, Map.of("noise_jy", 0.5));
        ExtractableResponse<Response> first = post(IMAGES, mark, body).statusCode(201)
                .header(REPLAYED, nullValue()).extract();
        given().urlEncodingEnabled(false).contentType("application/json").body("{\"noise_jy\":0.75}")
                .patch(first.header("Location")).then().statusCode(200);
        ExtractableResponse<Response> second = post(IMAGES, mark, body).statusCode(201)
                .header(REPLAYED, "true").extract();
        assertThat(second.asString()).as("the answer that it had").isEqualTo(first.asString());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void anArrayIsStoredOnce() {
        String body = IntStream.range(0, 1000).mapToObj(i -> image(mark, Map.of("imsize_x", i)))
                .collect(Collectors.joining(",", "[", "]"));
        String first = post(IMAGES, mark, body).statusCode(201).extract().asString();
        post(IMAGES, mark, body).statusCode(201).header(REPLAYED, "true").header("Location", nullValue())
                .header("ETag", nullValue()).body(equalTo(first));
        assertThat(count()).isEqualTo(1000);
    }

    @Test
    void aKeyOfAnotherRequestIsRefused() {
        post(IMAGES, mark, image(mark, Map.of())).statusCode(201);
        problem(post(IMAGES, mark, image(mark, Map.of("imsize_x", 1))), 422, null);
        problem(post("/api/v1/products/ms_index", mark, "{\"path\":\"" + mark + "\"}"), 422, null);
        post(IMAGES, mark + "2", image(mark, Map.of())).statusCode(201);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void eachDatabaseHasKeysOfItsOwn() {
        post(IMAGES, mark, image(mark, Map.of())).statusCode(201);
        post(SUBBANDS, mark, "{\"group_id\":\"" + mark + "\",\"subband_idx\":1,\"path\":\"" + mark + "\"}")
                .statusCode(201).header(REPLAYED, nullValue());
    }

    @Test
    void aRequestThatFailedMayBeSentAgain() {
        String row = "{\"group_id\":\"" + mark + "\",\"subband_idx\":1,\"path\":\"" + mark + "\"}";
        String location = post(SUBBANDS, mark + "a", row).statusCode(201).extract().header("Location");
        problem(post(SUBBANDS, mark + "b", row), 409, "group_id");
        given().urlEncodingEnabled(false).delete(location).then().statusCode(204);
        post(SUBBANDS, mark + "b", row).statusCode(201).header(REPLAYED, nullValue());
        problem(post(IMAGES, mark, "{}"), 400, "path");
        post(IMAGES, mark, image(mark, Map.of())).statusCode(201);
    }

    @Test
    void ofManyAtTheSameTimeOneIsDone() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            Callable<String> request = () -> post(IMAGES, mark, image(mark, Map.of())).statusCode(201).extract()
                    .header("Location");
            List<Future<String>> answers = clients.invokeAll(IntStream.range(0, 24).mapToObj(i -> request).toList());
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo(answers.get(0).get());
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aDayLaterTheKeyIsForgotten() throws SQLException {
        TestFile products = new TestFile(files, Database.PRODUCTS);
        String theirs = " FROM idempotency_keys WHERE idempotency_key LIKE '" + mark + "%'";
        for (int i = 0; i < 15; i++) {
            post(IMAGES, mark + i, image(mark, Map.of())).statusCode(201);
        }
        products.sql("UPDATE idempotency_keys SET created_at = created_at - 86401 WHERE idempotency_key LIKE '"
                + mark + "%'");
        post(IMAGES, mark + 3, image(mark, Map.of())).statusCode(201).header(REPLAYED, nullValue());
        assertThat(count()).isEqualTo(16);
        assertThat(products.sql("SELECT count(*)" + theirs)).as("ten old ones go with each new one").isEqualTo("5");
        post(IMAGES, mark + "new", image(mark, Map.of())).statusCode(201);
        assertThat(products.sql("SELECT count(*)" + theirs)).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EACH_OF_256", "a\tb", "caf\u00e9"})
    void aMalformedKeyIsNamed(String key) {
        String sent = key.equals("EACH_OF_256") ? "x".repeat(256) : key;
        problem(post(IMAGES, sent, image(mark, Map.of())), 400, "Idempotency-Key");
        assertThat(count()).isZero();
    }

    @Test
    void twoKeysAreOneTooMany() {
        problem(given().contentType("application/json").header("Idempotency-Key", mark, mark + "2")
                .body(image(mark, Map.of())).post(IMAGES).then(), 400, "Idempotency-Key");
    }

    private static ValidatableResponse post(String table, String key, String body) {
        return given().contentType("application/json").header("Idempotency-Key", key).body(body).post(table).then();
    }

    private int count() {
        return given().queryParam("path", mark).queryParam("count", true).queryParam("limit", 1).get(IMAGES).then()
                .statusCode(200).extract().path("total");
    }
}

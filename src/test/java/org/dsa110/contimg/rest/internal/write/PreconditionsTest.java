package org.dsa110.contimg.rest.internal.write;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.post;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TestFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that says which row it saw changes no other (RFC 9110, section 13). */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class PreconditionsTest {
    private static final String TABLE = "/api/v1/products/ms_index";
    private static final String OTHER = "\"another\"";
    private final String url = TABLE + "/" + UUID.randomUUID();

    StateFiles files;

    @Test
    void everyAnswerWithARowHasItsTag() {
        String name = url.substring(url.lastIndexOf('/') + 1);
        String created = post(TABLE, "{\"path\":\"" + name + "\"}").statusCode(201).extract().header("ETag");
        assertThat(created).matches("\"[A-Za-z0-9_-]+\"").isEqualTo(tag());
        String patched = json("{\"stage\":\"a\"}").patch(url).then().statusCode(200).extract().header("ETag");
        assertThat(patched).isEqualTo(tag()).isNotEqualTo(created);
        String replaced = json("{}").put(url).then().statusCode(200).extract().header("ETag");
        assertThat(replaced).as("the row is as it was at first").isEqualTo(tag()).isEqualTo(created);
    }

    @Test
    void whatAnotherProgramChangesChangesTheTag() throws SQLException {
        String before = create();
        new TestFile(files, Database.PRODUCTS).sql("UPDATE ms_index SET stage = 'theirs' WHERE path = '"
                + url.substring(url.lastIndexOf('/') + 1) + "'");
        assertThat(tag()).isNotEqualTo(before);
        problem(json("{}").header("If-Match", before).patch(url).then(), 412, null);
    }

    @Test
    void aRowThatTheClientHasIsNotSentAgain() {
        String tag = create();
        for (String same : List.of(tag, "W/" + tag, OTHER + ", " + tag, "*", " ," + OTHER + " ,\t" + tag)) {
            given().header("If-None-Match", same).get(url).then().statusCode(304).header("ETag", tag)
                    .body(equalTo(""));
        }
        given().header("If-None-Match", OTHER).get(url).then().statusCode(200).header("ETag", tag);
        given().header("If-Match", tag).get(url).then().statusCode(200);
        problem(given().header("If-Match", OTHER).get(url).then(), 412, null);
        problem(given().header("If-None-Match", "*").get(url + "x").then(), 404, null);
    }

    @Test
    void aRowThatHasChangedIsLeftAlone() {
        String tag = create();
        for (String stale : List.of(OTHER, "W/" + OTHER, "\"" + tag.substring(2), OTHER + ",\"more\"")) {
            problem(json("{\"stage\":\"b\"}").header("If-Match", stale).patch(url).then(), 412, null);
            problem(json("{\"stage\":\"b\"}").header("If-Match", stale).put(url).then(), 412, null);
            problem(given().header("If-Match", stale).delete(url).then(), 412, null);
        }
        assertThat(tag()).isEqualTo(tag);
    }

    @Test
    void aRowThatIsAsTheClientSawItIsChanged() {
        String created = create();
        String patched = json("{\"stage\":\"b\"}").header("If-Match", created).patch(url).then().statusCode(200)
                .extract().header("ETag");
        problem(json("{\"stage\":\"c\"}").header("If-Match", created).patch(url).then(), 412, null);
        String replaced = json("{\"stage\":\"d\"}").header("If-Match", OTHER + " , " + patched).put(url).then()
                .statusCode(200).extract().header("ETag");
        given().header("If-Match", replaced).delete(url).then().statusCode(204);
    }

    @Test
    void aTagThatAProxyMadeWeakIsThatOfTheSameRow() {
        String created = create();
        String patched = json("{\"stage\":\"b\"}").header("If-Match", "W/" + created).patch(url).then().statusCode(200)
                .extract().header("ETag");
        problem(json("{\"stage\":\"c\"}").header("If-Match", "W/" + created).patch(url).then(), 412, null);
        String replaced = json("{\"stage\":\"d\"}").header("If-Match", OTHER + ", W/" + patched).put(url).then()
                .statusCode(200).extract().header("ETag");
        given().header("If-Match", "W/" + replaced).get(url).then().statusCode(200);
        json("{\"path\":\"" + url.substring(url.lastIndexOf('/') + 1) + "\",\"stage\":\"e\"}")
                .header("If-Match", "W/" + replaced)
                .post(TABLE + ":upsert").then().statusCode(200);
        given().header("If-Match", "W/" + tag()).delete(url).then().statusCode(204);
    }

    @Test
    void aStarMeansAnyRow() {
        problem(json("{}").header("If-Match", "*").put(url).then(), 412, null);
        json("{}").header("If-None-Match", "*").put(url).then().statusCode(201);
        problem(json("{\"stage\":\"b\"}").header("If-None-Match", "*").put(url).then(), 412, null);
        problem(json("{\"stage\":\"b\"}").header("If-None-Match", "*").patch(url).then(), 412, null);
        problem(given().header("If-None-Match", "*").delete(url).then(), 412, null);
        given().get(url).then().body("stage", equalTo(null));
        json("{\"stage\":\"b\"}").header("If-Match", "*").put(url).then().statusCode(200);
        given().header("If-Match", "*").delete(url).then().statusCode(204);
    }

    @Test
    void aRowThatIsNotThereIsNotFoundWhateverTheHeaderSays() {
        problem(json("{}").header("If-Match", OTHER).patch(url).then(), 404, null);
        problem(given().header("If-Match", OTHER).delete(url).then(), 404, null);
        problem(json("{}").header("If-Match", OTHER).put(url).then(), 412, null);
        given().get(url).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unquoted", "\"open", "w/\"a\"", "\"a\" \"b\"", "\"a\"b", ",", "*, \"a\"", "\"a b\""})
    void aMalformedHeaderIsNamed(String value) {
        create();
        for (String header : List.of("If-Match", "If-None-Match")) {
            problem(given().header(header, value).get(url).then(), 400, header);
            problem(json("{}").header(header, value).patch(url).then(), 400, header);
            problem(json("{}").header(header, value).put(url).then(), 400, header);
            problem(given().header(header, value).delete(url).then(), 400, header);
        }
        given().get(url).then().statusCode(200);
    }

    @Test
    void ofManyWhoSawTheSameRowOneChangesIt() throws Exception {
        String tag = create();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> changes = IntStream.range(0, 24)
                    .<Callable<Integer>>mapToObj(i -> () -> json("{\"stage\":\"s" + i + "\"}").header("If-Match", tag)
                            .patch(url).statusCode())
                    .toList();
            int done = 0;
            for (Future<Integer> status : clients.invokeAll(changes)) {
                assertThat(status.get()).isIn(200, 412);
                done += status.get() == 200 ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        } finally {
            clients.shutdownNow();
        }
    }

    /** @return the tag of the new row */
    private String create() {
        return json("{}").put(url).then().statusCode(201).extract().header("ETag");
    }

    private String tag() {
        return given().get(url).then().statusCode(200).extract().header("ETag");
    }

    private static RequestSpecification json(String body) {
        return given().contentType("application/json").body(body);
    }
}

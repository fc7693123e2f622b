package org.dsa110.contimg.rest.internal.found;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.PlainClient.get;
import static org.dsa110.contimg.PlainClient.send;

import java.net.http.HttpResponse;
import java.util.List;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of other programs take the methods that read, with their conditions, and refuse all others. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class FoundMethodsTest {
    StateFiles files;

    @ParameterizedTest
    @ValueSource(strings = {"POST /", "PUT /", "PATCH /", "DELETE /", "POST /1", "PUT /1", "PATCH /1", "DELETE /1"})
    void aWriteIsRefusedByAProblemThatSaysWhoWrites(String request) throws Exception {
        file(Database.CAL_REGISTRY).run("CREATE TABLE IF NOT EXISTS not_ours (id INTEGER PRIMARY KEY)");
        String[] parts = request.split(" ");
        String below = parts[1].equals("/") ? "" : parts[1];
        HttpResponse<String> answer = send(parts[0], "/api/v1/cal_registry/not_ours" + below + "?x=1");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().allValues("allow")).containsExactly("GET, HEAD, OPTIONS");
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("read-only", "the program that owns it writes it");
        assertThat(send(parts[0], "/api/v1/cal_registry/nothing" + below).statusCode()).isEqualTo(404);
        assertThat(send(parts[0], "/api/v1/nothing/not_ours" + below).statusCode()).isEqualTo(404);
    }

    @Test
    void anImportIsRefusedToo() throws Exception {
        file(Database.CAL_REGISTRY).run("CREATE TABLE IF NOT EXISTS \"not ours\" (id INTEGER PRIMARY KEY)");
        for (String action : List.of("import", "upsert")) {
            HttpResponse<String> answer = post("/api/v1/cal_registry/not%20ours:" + action);
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().allValues("allow")).containsExactly("OPTIONS");
            assertThat(answer.body()).contains("read-only");
            assertThat(post("/api/v1/cal_registry/nothing:" + action).statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> post(String target) {
        return send("POST", target, target.endsWith("import") ? "text/csv" : "application/json", "id\n1\n");
    }

    @Test
    void optionsNamesWhatIsAllowed() throws Exception {
        file(Database.CAL_REGISTRY).run("CREATE TABLE IF NOT EXISTS not_ours (id INTEGER PRIMARY KEY)");
        HttpResponse<String> answer = send("OPTIONS", "/api/v1/cal_registry/not_ours");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("allow").orElseThrow().split(", ?")).containsExactlyInAnyOrder("GET",
                "HEAD",
                "OPTIONS");
        assertThat(send("OPTIONS", "/api/v1/cal_registry/not_ours/1").headers().firstValue("allow")).contains(
                answer.headers().firstValue("allow").orElseThrow());
        assertThat(send("HEAD", "/api/v1/cal_registry/not_ours").statusCode()).isEqualTo(200);
    }

    @Test
    void aRowHasAnEntityTag() throws Exception {
        file(Database.CAL_REGISTRY).run("CREATE TABLE tagged (id INTEGER PRIMARY KEY, v)",
                "INSERT INTO tagged VALUES (1, 2)");
        String path = "/api/v1/cal_registry/tagged/1";
        String tag = given().get(path).then().statusCode(200).extract().header("ETag");
        given().header("If-None-Match", tag).get(path).then().statusCode(304).header("ETag", tag);
        given().header("If-Match", "\"other\"").get(path).then().statusCode(412);
        file(Database.CAL_REGISTRY).run("UPDATE tagged SET v = 3");
        given().header("If-None-Match", tag).get(path).then().statusCode(200);
    }

    private OtherFile file(Database database) {
        return new OtherFile(files.get(database).toString());
    }
}

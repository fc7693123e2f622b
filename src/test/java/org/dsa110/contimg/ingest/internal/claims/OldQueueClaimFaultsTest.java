package org.dsa110.contimg.ingest.internal.claims;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

/** What went wrong in the queue that the pipeline had before, where the giving out of groups was at fault. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class OldQueueClaimFaultsTest {
    private static final String GROUP = FileGroups.group(0);
    private static final int CLAIMS = 100;

    @Inject
    IngestDatabase database;
    StateFiles files;

    @BeforeEach
    @AfterEach
    void clear() {
        database.clear();
    }

    /** A claim that had read before another program wrote could not write any more: "database is locked", at once. */
    @Test
    void claimsBesideAProgramThatWritesAreNotToldThatTheDatabaseIsLocked() throws Exception {
        for (int i = 0; i < CLAIMS; i++) {
            database.insert(FileGroups.group(300L * i), GroupState.PENDING);
        }
        AtomicInteger written = new AtomicInteger();
        CompletableFuture<Void> claimed = new CompletableFuture<>();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            try (Connection connection = JDBC.createConnection(
                    "jdbc:sqlite:" + files.get(Database.INGEST) + "?busy_timeout=30000", new Properties());
                    Statement statement = connection.createStatement()) {
                while (!claimed.isDone()) {
                    statement.executeUpdate("UPDATE ingest_queue SET chunk_minutes = 5");
                    written.incrementAndGet();
                }
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            for (int i = 0; i < CLAIMS; i++) {
                claim().statusCode(200).body("claims[0].group_id", equalTo(FileGroups.group(300L * i)));
            }
        } finally {
            claimed.complete(null);
        }
        other.join();

        assertThat(written.get()).as("writes of the other program").isPositive();
    }

    /** It stayed, and a completed group looked like one that had failed. */
    @Test
    void theErrorOfAFailureIsGoneAfterASuccess() {
        database.insert(GROUP, GroupState.PENDING);
        act("fail", Map.of("token", token(), "error", "no disk")).statusCode(200);
        row().body("error", equalTo("no disk"));
        database.execute("UPDATE ingest_queue SET not_before = NULL");

        act("complete", Map.of("token", token(), "ms_path", "/ms/one.ms")).statusCode(200);

        row().body("state", equalTo("completed")).body("error", nullValue());
    }

    /** Never: so a group that could not be converted was tried for ever. */
    @Test
    void eachRetryIsCountedAndTheLastGivesTheGroupUp() {
        database.insert(GROUP, GroupState.PENDING);
        for (int attempt = 1; attempt <= 3; attempt++) {
            row().body("retry_count", equalTo(attempt - 1));
            act("fail", Map.of("token", token(), "error", "no disk")).statusCode(200)
                    .body("state", equalTo(attempt < 3 ? "pending" : "failed"));
            database.execute("UPDATE ingest_queue SET not_before = NULL");
        }
    }

    /** It was: a group that was "done" or "Pending" was nobody's any more. */
    @ParameterizedTest
    @ValueSource(strings = {"done", "Pending", "", " pending"})
    void noOtherTextIsTakenForAState(String text) {
        database.insert(GROUP, GroupState.PENDING);

        given().contentType(ContentType.JSON).body(Map.of("state", text)).patch("/api/v1/ingest/ingest_queue/" + GROUP)
                .then().statusCode(400).body("violations[0].field", equalTo("state"));

        row().body("state", equalTo("pending"));
    }

    /** It was silently ignored. */
    @Test
    void aGroupThatIsNotThereIsToldSo() {
        act("complete", Map.of("token", "any", "ms_path", "/ms/one.ms")).statusCode(409)
                .body("detail", containsString(GROUP));
        act("retry", Map.of("reason", "any")).statusCode(404).body("detail", containsString(GROUP));
        given().contentType(ContentType.JSON).body("{\"state\": \"pending\"}")
                .patch("/api/v1/ingest/ingest_queue/" + GROUP).then().statusCode(404);

        assertThat(database.groups()).isEmpty();
    }

    private static String token() {
        return claim().statusCode(200).body("claims[0].group_id", equalTo(GROUP)).extract().path("claims[0].token");
    }

    private static ValidatableResponse claim() {
        return given().contentType(ContentType.JSON).body("{\"worker\": \"node7\"}")
                .post("/api/v1/ingest/queue/claims").then();
    }

    private static ValidatableResponse act(String verb, Map<String, Object> body) {
        return given().contentType(ContentType.JSON).body(body)
                .post("/api/v1/ingest/queue/groups/" + GROUP + "/" + verb).then();
    }

    private static ValidatableResponse row() {
        return given().get("/api/v1/ingest/ingest_queue/" + GROUP).then().statusCode(200);
    }
}

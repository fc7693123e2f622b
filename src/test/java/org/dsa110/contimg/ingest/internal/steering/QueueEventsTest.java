package org.dsa110.contimg.ingest.internal.steering;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.ingest.internal.steering.EventListener.Event;
import org.dsa110.contimg.rest.OtherProgram;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of groups as events over HTTP. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class QueueEventsTest {
    private static final String ALL = "?last_event_id=0";

    StateFiles files;

    private final String group = "2026-02-11T15:58:07 " + UUID.randomUUID();

    @AfterEach
    void leave() {
        given().delete("/api/v1/ingest/ingest_queue/" + group);
    }

    @Test
    void aChangeComesAsItIsListed() throws IOException {
        try (EventListener listener = listen("", "")) {
            assertThat(listener.header("content-type")).startsWith("text/event-stream");
            assertThat(listener.header("cache-control")).isEqualTo("no-store");
            assertThat(listener.line("retry: ")).isEqualTo("retry: 3000");
            arrive();
            patch("in_progress");

            Event first = listener.next(group);
            Event second = listener.next(group);

            JsonNode listed = SampleRows.JSON.readTree(given().queryParam("group_id", group)
                    .get("/api/v1/ingest/queue_transitions").asByteArray()).get("items");
            assertThat(SampleRows.JSON.readTree(first.data())).isEqualTo(listed.get(0));
            assertThat(SampleRows.JSON.readTree(second.data())).isEqualTo(listed.get(1));
            assertThat(second.id()).isEqualTo(listed.get(1).get("id").asLong());
        }
    }

    @Test
    void whoComesAgainGetsWhatHeHasMissedOnceAndInOrder() throws IOException {
        arrive();
        long known;
        try (EventListener listener = listen(ALL, "")) {
            known = listener.next(group).id();
        }
        patch("in_progress");
        patch("failed");

        try (EventListener again = listen("?last_event_id=" + known, "")) {
            assertThat(again.next().data()).contains(group, "\"to_state\":\"in_progress\"");
            assertThat(again.next().data()).contains(group, "\"to_state\":\"failed\"");
            patch("pending");
            assertThat(again.next(group).data()).contains("\"from_state\":\"failed\",\"to_state\":\"pending\"");
        }
    }

    @Test
    void theHeaderGoesBeforeTheParameter() throws IOException {
        arrive();
        long known;
        try (EventListener listener = listen(ALL, "")) {
            known = listener.next(group).id();
        }
        patch("in_progress");

        try (EventListener again = listen(ALL, "Last-Event-ID: " + known + "\r\n")) {
            assertThat(again.next().id()).isGreaterThan(known);
        }
        try (EventListener again = listen("?last_event_id=" + known, "Last-Event-ID: \r\n")) {
            assertThat(again.next().id()).isGreaterThan(known);
        }
    }

    @Test
    void whatAnotherProgramWritesComesToo() throws Exception {
        try (EventListener listener = listen("", "")) {
            listener.line("retry: ");
            new OtherProgram(files.get(Database.INGEST).toString()).execute(
                    "INSERT INTO ingest_queue (group_id, state, received_at, last_update) VALUES (?, 'failed', 1, 1)",
                    group);

            assertThat(listener.next(group).data()).contains("\"to_state\":\"failed\"", "\"changed_by\":null");
        }
    }

    /** It gets more than its connection holds, and reads nothing. */
    @Test
    void aClientThatDoesNotReadStopsNobody() throws Exception {
        arrive();
        String longText = "x".repeat(8000);
        OtherProgram other = new OtherProgram(files.get(Database.INGEST).toString());
        other.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                + " INSERT INTO queue_transitions (group_id, at, reason) SELECT 'deaf', 1, ? FROM n", longText);
        List<Socket> deaf = new ArrayList<>();
        try (EventListener listener = listen("", "")) {
            for (int i = 0; i < 20; i++) {
                deaf.add(EventListener.deaf(address(), ALL));
            }
            patch("in_progress");

            assertThat(listener.next(group)).isNotNull();
            try (EventListener reader = listen(ALL, "")) {
                Event last = reader.next("deaf");
                for (int i = 1; i < 2000; i++) {
                    Event event = reader.next("deaf");
                    assertThat(event.id()).isGreaterThan(last.id());
                    last = event;
                }
            }
        } finally {
            for (Socket socket : deaf) {
                socket.close();
            }
            other.execute("DELETE FROM queue_transitions WHERE group_id = 'deaf'");
        }
    }

    @Test
    void thereAreOnlySoManyListenersAndWhoGoesMakesRoom() throws Exception {
        List<EventListener> listeners = new ArrayList<>();
        try {
            EventListener next = EventListener.open(address(), "", "");
            while (next.status().contains(" 200 ")) {
                listeners.add(next);
                assertThat(listeners).hasSizeLessThanOrEqualTo(64);
                next = EventListener.open(address(), "", "");
            }
            assertThat(next.status()).contains(" 503 ");
            next.close();
            listeners.remove(0).close();
            Waiting.until("there is room", () -> {
                EventListener another = EventListener.open(address(), "", "");
                listeners.add(another);
                return another.status().contains(" 200 ");
            });
        } finally {
            for (EventListener listener : listeners) {
                listener.close();
            }
        }
        Waiting.until("all are gone",
                () -> given().get("/q/metrics").asString().contains("contimg_event_listeners 0.0"));
    }

    @Test
    void anEventThatIsNotThereIsRefused() {
        given().get("/api/v1/ingest/queue/events?last_event_id=-1").then().statusCode(400)
                .body("violations[0].field", equalTo("last_event_id"));
        given().get("/api/v1/ingest/queue/events?last_event_id=9000000000000000000").then().statusCode(400)
                .body("violations[0].field", equalTo("last_event_id"))
                .body("detail", containsString("newest"));
        given().header("Last-Event-ID", "abc").get("/api/v1/ingest/queue/events").then().statusCode(400)
                .body("violations[0].field", equalTo("Last-Event-ID"));
        given().get("/api/v1/ingest/queue/events?after=1").then().statusCode(400)
                .body("violations[0].field", equalTo("after"));
        given().accept(ContentType.JSON).get("/api/v1/ingest/queue/events").then().statusCode(406);
    }

    @Test
    void aLookAtTheHeadEnds() {
        given().head("/api/v1/ingest/queue/events").then().statusCode(200);
    }

    private void arrive() {
        given().contentType(ContentType.JSON)
                .body(Map.of("group_id", group, "state", "pending", "received_at", 1, "last_update", 1))
                .post("/api/v1/ingest/ingest_queue").then().statusCode(201);
    }

    private void patch(String state) {
        given().contentType(ContentType.JSON).body(Map.of("state", state))
                .patch("/api/v1/ingest/ingest_queue/" + group).then().statusCode(200);
    }

    private static EventListener listen(String query, String headers) throws IOException {
        EventListener listener = EventListener.open(address(), query, headers);
        assertThat(listener.status()).isEqualTo("HTTP/1.1 200 OK");
        return listener;
    }

    private static String address() {
        return "http://localhost:" + RestAssured.port;
    }
}

package org.dsa110.contimg.ingest.internal.steering;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.net.Socket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who listens to events does not keep the service from stopping, whether or not he reads; and a pause survives its end. */
class StoppedServiceEventsIT {
    @TempDir
    Path state;

    @Test
    void eventsEndWhenTheServiceStopsAndAPauseDoesNot() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            many();
            try (EventListener listener = EventListener.open(service.address(), "", "");
                    Socket deaf = EventListener.deaf(service.address(), "?last_event_id=0")) {
                assertThat(listener.line("retry: ")).isNotNull();
                assertThat(deaf.getInputStream().read()).isEqualTo('H');
                new OtherProgram(state.resolve("ingest.sqlite3").toString()).execute(
                        "INSERT INTO queue_pauses (paused_at, paused_by, pause_reason) VALUES (1, 'me', 'a stop')");

                assertThat(service.stop()).isEqualTo(143);

                assertThat(listener.next()).as("the end").isNull();
                assertThat(service.output()).doesNotContain("Timed out waiting for graceful shutdown", " ERROR ");
            }
        }
        try (ServiceProcess again = ServiceProcess.serve(state, Map.of())) {
            given().get(again.address() + "/api/v1/ingest/queue/status").then()
                    .body("dispatching.reason", equalTo("a stop"));
        }
    }

    private void many() throws SQLException {
        new OtherProgram(state.resolve("ingest.sqlite3").toString()).execute(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                        + " INSERT INTO queue_transitions (group_id, at, reason) SELECT 'g', 1, ? FROM n",
                "x".repeat(8000));
    }
}

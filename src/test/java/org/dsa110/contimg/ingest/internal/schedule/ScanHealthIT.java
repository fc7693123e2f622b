package org.dsa110.contimg.ingest.internal.schedule;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.restassured.response.Response;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the service scans is for everybody to see. */
class ScanHealthIT {
    private static final String AGE = "contimg_ingest_last_scan_age_seconds";

    @TempDir
    Path folder;

    @Test
    void theServiceIsNotReadyWhileTheIncomingFolderIsAway() throws Exception {
        Path incoming = Files.createDirectory(folder.resolve("incoming"));
        Path away = folder.resolve("away");
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_INGEST_INCOMING_DIR", incoming.toString(), "CONTIMG_INGEST_SCAN_INTERVAL", "1s",
                        "CONTIMG_INGEST_SCAN_STALL", "2s"))) {
            Waiting.until("it is ready", () -> ready(service).statusCode() == 200);
            Files.move(incoming, away);
            Waiting.until("it is not ready", () -> ready(service).statusCode() == 503);
            assertThat(ready(service).asString()).contains("\"incoming\": \"no scan has got on for ")
                    .contains("\"products\": \"ok\"").doesNotContain(folder.toString());
            assertThat(age(service)).isGreaterThanOrEqualTo(3);
            Waiting.until("the log says so",
                    () -> service.output().contains("stand still, and the service is not ready"));
            assertThat(service.output()).contains("The incoming folder cannot be scanned: " + incoming);
            Files.move(away, incoming);
            Waiting.until("it is ready again", () -> ready(service).statusCode() == 200);
            Waiting.until("the log says so",
                    () -> service.output().contains("Scans of the incoming folder go on again"));
            Waiting.until("the last scan is a new one", () -> age(service) < 3);
        }
    }

    @Test
    void withoutAnIncomingFolderNoScanHasAnAge() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), Map.of())) {
            assertThat(ready(service).asString()).contains("\"incoming\": \"none\"");
            assertThat(get(service.address() + "/q/metrics").asString()).doesNotContain(AGE);
        }
    }

    private static Response ready(ServiceProcess service) {
        return get(service.address() + "/q/health/ready");
    }

    private static double age(ServiceProcess service) {
        return get(service.address() + "/q/metrics").asString().lines().filter(line -> line.startsWith(AGE))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).findFirst()
                .orElseThrow();
    }
}

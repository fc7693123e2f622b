package org.dsa110.contimg.rest.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.rest.Waiting;
import org.dsa110.contimg.rest.internal.errors.WireClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health is for everybody: it says which database is at fault, and not where its file is. */
class HealthIT {
    @TempDir
    Path folder;

    @Test
    void strangersHearWhatIsWrongAndTheLogSaysWhere() throws Exception {
        try (TokenService service = new TokenService(folder).serve(Map.of())) {
            Path file = folder.resolve("state/products.sqlite3");
            assertThat(service.get("/q/health/ready", null).status()).isEqualTo(200);
            Files.move(file, folder.resolve("moved"));
            for (String probe : List.of("/q/health/ready", "/q/health")) {
                Answer down = service.get(probe, null);
                assertThat(down.status()).isEqualTo(503);
                assertThat(new String(down.body(), StandardCharsets.UTF_8))
                        .contains("\"products\": \"storage; the service's log says why\"", "\"ingest\": \"ok\"")
                        .doesNotContain(folder.toString()).doesNotContain(".sqlite3");
            }
            Waiting.until("the log says which file", () -> service.output().contains("products is not ready")
                    && service.output().contains(file.toString()));
            assertThat(service.output().split("products is not ready", -1)).as("told once").hasSize(2);
            Answer refused = service.get("/api/v1/products/images", null);
            assertThat(refused.toString()).contains("401").doesNotContain(folder.toString());
            Files.move(folder.resolve("moved"), file);
            assertThat(service.get("/q/health/ready", null).status()).isEqualTo(200);
            Waiting.until("the log says that it is well", () -> service.output().contains("products is ready again"));
        }
    }
}

package org.dsa110.contimg.rest.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports whose pages take long, as each sorts the table, beside short reads: with one reader, each page has to give way. */
@QuarkusTest
@TestProfile(ExportsGiveWayTest.OneReader.class)
@WithTestResource(TemporaryState.class)
class ExportsGiveWayTest {
    private static final String SORTED = "/images?order=-noise_jy&fields=id,noise_jy&limit=4000&as=";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Little is long. */
    public static class OneReader implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("contimg.database.readers.threads", "1", "contimg.database.readers.long-threads", "1",
                    "contimg.database.readers.gives-way-after", "1ms");
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();

    StateFiles files;
    @TestHTTPResource("/api/v1/products")
    URI products;
    @Inject
    MeterRegistry registry;

    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "csv", "votable"})
    void anExportIsTheSameBesideShortReads(String form) throws Exception {
        fill();
        String alone = get(SORTED + form);
        assertThat(alone).hasSizeGreaterThan(4000 * 8);
        double before = moved();
        long begun = System.nanoTime();
        // A fast machine may have read some pages before anybody looks whether they take long.
        while (moved() == before && System.nanoTime() - begun < PATIENCE_NANOS) {
            CompletableFuture<String> beside = CompletableFuture.supplyAsync(() -> get(SORTED + form));
            while (!beside.isDone()) {
                assertThat(get("/images/1")).contains("\"id\":1");
            }
            assertThat(beside.get()).isEqualTo(alone);
        }
        assertThat(moved()).as("pages that gave way").isGreaterThan(before);
    }

    @Test
    void aFullQueueOfLongReadsIsSaidInTheMetrics() throws Exception {
        assertThat(get("/images?limit=1")).contains("items");
        assertThat(registry.get("contimg.database.queue.depth").tag("kind", "long_read").gauges()).hasSize(5);
    }

    private void fill() throws SQLException {
        OtherProgram other = new OtherProgram(files.get(Database.PRODUCTS).toString());
        other.execute("INSERT OR IGNORE INTO images (id, path, ms_path, created_at, type, noise_jy)"
                + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                + " SELECT i, printf('/images/%06d.fits', i), '/ms', 1764000309.6, 'dirty',"
                + " CASE WHEN i % 10 THEN i * 7919 % 100003 * 0.1 ELSE 'none' END FROM n");
    }

    private double moved() {
        return registry.get("contimg.database.reads.moved").tag("file", "products").counter().count();
    }

    private String get(String path) {
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(products + path)).build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

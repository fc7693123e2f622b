package org.dsa110.contimg.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.dsa110.contimg.testing.InMemoryDatabases;
import org.junit.jupiter.api.Test;

/** With {@code contimg.rest.enabled=true} when it is built, an application serves the tables over REST as the service does. */
@QuarkusTest
@TestProfile(ServeTablesTest.WithRest.class)
class ServeTablesTest {
    /** What an application would have in its application.properties. */
    public static class WithRest extends InMemoryDatabases {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("contimg.rest.enabled", "true");
            settings.put("quarkus.http.test-port", "0");
            return settings;
        }
    }

    @TestHTTPResource("/api/v1/products/images")
    URI images;

    @Test
    void theTablesAreServed() throws Exception {
        HttpResponse<String> created = send(HttpRequest.newBuilder(images).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"path\": \"/a.fits\", \"ms_path\": \"/a.ms\", \"type\": \"dirty\", \"created_at\": 1770825487}")));
        assertEquals(201, created.statusCode(), created.body());

        HttpResponse<String> listed = send(HttpRequest.newBuilder(URI.create(images + "?fields=id,path")));
        assertEquals("{\"items\":[{\"id\":1,\"path\":\"/a.fits\"}],\"next\":null}", listed.body());
    }

    @Test
    void errorsAreProblemDetails() throws Exception {
        HttpResponse<String> missing = send(HttpRequest.newBuilder(URI.create(images + "/4711")));

        assertEquals(404, missing.statusCode());
        assertTrue(missing.headers().firstValue("Content-Type").orElseThrow().startsWith("application/problem+json"));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}

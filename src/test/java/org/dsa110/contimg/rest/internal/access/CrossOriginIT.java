package org.dsa110.contimg.rest.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.rest.internal.errors.WireClient;
import org.dsa110.contimg.rest.internal.errors.WireClient.Answer;
import org.dsa110.contimg.rest.internal.errors.WireClient.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of pages elsewhere, as browsers let them ask (Fetch, section 3.2), where tokens are required. */
class CrossOriginIT {
    private static final String PAGE = "https://archive.example";
    private static final String EXPOSED = "ETag,Location,Retry-After,Idempotent-Replayed,Allow,WWW-Authenticate,Content-Disposition";

    @TempDir
    Path folder;

    @Test
    void aBrowserMayAskInAdvanceWithoutAToken() throws IOException {
        try (TokenService service = new TokenService(folder).serve(documented());
                WireClient client = new WireClient(service.address())) {
            for (String path : List.of(TokenService.IMAGES, "/api/v1/products/images/7", "/api/v1/no/such",
                    "/q/metrics")) {
                Answer answer = client.send(preflight(path, PAGE, "PATCH"));
                assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                assertThat(answer.header("access-control-allow-origin")).isEqualTo(PAGE);
                assertThat(answer.header("access-control-allow-methods")).contains("PATCH");
                assertThat(answer.header("access-control-allow-headers")).contains("authorization", "if-match");
                assertThat(answer.header("access-control-max-age")).isEqualTo("3600");
            }
            assertThat(client.send(preflight(TokenService.IMAGES, "https://elsewhere.example", "GET"))
                    .header("access-control-allow-origin")).isNull();
        }
    }

    @Test
    void everyAnswerToAnAllowedPageMayBeReadByItsScripts() throws IOException {
        try (TokenService service = new TokenService(folder).serve(documented());
                WireClient client = new WireClient(service.address())) {
            String read = "Bearer " + service.token(Role.READ);
            String write = "Bearer " + service.token(Role.WRITE);
            String row = "{\"group_id\":\"a\",\"recorded_at\":1}";
            readable(client, 200, "GET", TokenService.IMAGES, read, null);
            readable(client, 401, "GET", TokenService.IMAGES, null, null);
            readable(client, 401, "GET", TokenService.IMAGES, "Bearer " + TokenService.UNKNOWN, null);
            readable(client, 403, "POST", TokenService.IMAGES, read, "{}");
            readable(client, 403, "POST", "/api/v1/products/variability_stats:recompute", write, "");
            readable(client, 400, "POST", TokenService.IMAGES, write, "{}");
            readable(client, 404, "GET", "/api/v1/no/such", read, null);
            readable(client, 404, "GET", "/elsewhere", read, null);
            readable(client, 405, "PATCH", TokenService.IMAGES, write, "{}");
            readable(client, 400, "GET", TokenService.IMAGES + "/%zz", read, null);
            readable(client, 414, "GET", TokenService.IMAGES + "/" + "a".repeat(1_000_001), read, null);
            Answer created = readable(client, 201, "POST", "/api/v1/ingest/performance_metrics", write, row);
            assertThat(created.header("etag")).isNotNull();
            assertThat(created.header("location")).isNotNull();
            readable(client, 409, "POST", "/api/v1/ingest/performance_metrics", write, row);
        }
    }

    @Test
    void aPageThatIsNotAllowedGetsNoHeadersAndChangesNothing() throws IOException {
        try (TokenService service = new TokenService(folder).serve(documented());
                WireClient client = new WireClient(service.address())) {
            for (String origin : List.of("https://elsewhere.example", "null", PAGE + ".elsewhere.example",
                    "http://archive.example",
                    "http:", "")) {
                Answer answer = client.send(request("POST", "/api/v1/ingest/performance_metrics", origin,
                        "Bearer " + service.token(Role.WRITE), "{\"group_id\":\"x\",\"recorded_at\":1}"));
                assertThat(answer.status()).as("%s: %s", origin, answer).isEqualTo(403);
                assertThat(answer.header("access-control-allow-origin")).isNull();
                assertProblem(answer);
            }
            for (Request asked : List.of(preflight(TokenService.IMAGES, "http://elsewhere.example", "GET"),
                    request("GET", TokenService.IMAGES + "?limit={", "http://elsewhere.example", null, null),
                    request("GET", "/q/metrics", "http://elsewhere.example", null, null))) {
                List<Map.Entry<String, String>> headers = new ArrayList<>(asked.headers());
                headers.add(Map.entry("Authorization", "Bearer " + service.token(Role.READ)));
                assertProblem(client.send(new Request(asked.method(), asked.target(), headers, null)));
            }
            assertThat(client.send(request("GET", TokenService.IMAGES, "http://localhost",
                    "Bearer " + service.token(Role.READ), null)).status()).as("the service's own page").isEqualTo(200);
            assertThat(service.get("/api/v1/ingest/performance_metrics/x", service.token(Role.READ)).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void withoutTheSettingsNoPageElsewhereReadsAnything() throws IOException {
        try (TokenService service = new TokenService(folder).serve(Map.of());
                WireClient client = new WireClient(service.address())) {
            Answer answer = client
                    .send(request("GET", TokenService.IMAGES, PAGE, "Bearer " + service.token(Role.READ), null));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).noneMatch(header -> header.getKey().startsWith("access-control-"));
            assertThat(client.send(preflight(TokenService.IMAGES, PAGE, "GET")).status()).isEqualTo(401);
        }
    }

    private static void assertProblem(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(403);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.toString()).contains("quarkus.http.cors.origins");
    }

    private static Answer readable(WireClient client, int status, String method, String path, String token, String body)
            throws IOException {
        Answer answer = client.send(request(method, path, PAGE, token, body));
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(all(answer, "access-control-allow-origin")).as("%s", answer).containsExactly(PAGE);
        assertThat(all(answer, "access-control-expose-headers")).as("%s", answer).containsExactly(EXPOSED);
        assertThat(answer.header("access-control-allow-credentials")).isEqualTo("false");
        assertThat(answer.header("vary")).containsIgnoringCase("origin");
        if (status >= 400) {
            assertThat(answer.header("content-type")).startsWith("application/problem+json");
        }
        return answer;
    }

    private static List<String> all(Answer answer, String name) {
        return answer.headers().stream().filter(header -> header.getKey().equals(name)).map(Map.Entry::getValue)
                .toList();
    }

    private static Request preflight(String path, String origin, String method) {
        return new Request("OPTIONS", path, List.of(Map.entry("Origin", origin),
                Map.entry("Access-Control-Request-Method", method),
                Map.entry("Access-Control-Request-Headers", "authorization,content-type,if-match")), null);
    }

    private static Request request(String method, String path, String origin, String token, String body) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(List.of(Map.entry("Origin", origin)));
        if (token != null) {
            headers.add(Map.entry("Authorization", token));
        }
        if (body != null) {
            headers.add(Map.entry("Content-Type", "application/json"));
        }
        return new Request(method, path, headers, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    /** The settings that docs/access.md shows. */
    private static Map<String, String> documented() throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("docs/access.md"))) {
            if (line.strip().startsWith("QUARKUS_HTTP_CORS_")) {
                settings.put(line.strip().split("=", 2)[0], line.strip().split("=", 2)[1]);
            }
        }
        assertThat(settings).hasSize(2);
        return settings;
    }
}

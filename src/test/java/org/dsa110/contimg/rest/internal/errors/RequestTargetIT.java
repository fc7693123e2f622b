package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.internal.errors.WireClient.Answer;
import org.dsa110.contimg.rest.internal.errors.WireClient.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever names a row gets this row or none: what the layers below would change in a target is refused. */
class RequestTargetIT {
    private static final String ROWS = "/api/v1/ingest/performance_metrics";
    private static final String IMAGES = "/api/v1/products/images";
    private static final String SUBBANDS = "/api/v1/ingest/subband_files";
    private static final List<String> PATHS = List.of(ROWS, ROWS + "/s", "/q/metrics", "/q/health/ready", "/q/openapi",
            "/nothing", "/api/v1");

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static WireClient client;

    @BeforeAll
    static void serve() throws IOException {
        service = ServiceProcess.serve(folder.resolve("state"), Map.of());
        client = new WireClient(service.address());
        for (String key : List.of("s", "s%3Bv%3D2", "s%2F", "s%23t", "%C3%A9")) {
            assertThat(send("PUT", ROWS + "/" + key, "{\"recorded_at\":1}").status()).as(key).isEqualTo(201);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        service.close();
    }

    @Test
    void aSemicolonInThePathIsRefusedOnEveryPath() throws IOException {
        for (String path : PATHS) {
            for (String end : List.of(";", ";v=2", ";v=2/x")) {
                refused("GET", path + end, "%3B");
            }
        }
        refused("GET", "/;", "%3B");
        refused("GET", "/api/v1;x=1/ingest/performance_metrics/s", "%3B");
        refused("POST", "/api/v1/products/images;dry_run=1", "%3B");
    }

    @Test
    void aKeyReachesItsOwnRowOrNone() throws IOException {
        for (String target : List.of("/s;v=2", "/s/", "/x/../s", "/./s", "//s", "/x/%2e%2E/s", "/s/.", "/s/%2e", "/s#t",
                "/\u00e9")) {
            for (String method : List.of("GET", "DELETE", "PATCH", "PUT")) {
                refused(method, ROWS + target, null);
            }
        }
        for (String key : List.of("s", "s;v=2", "s/", "s#t", "\u00e9")) {
            Answer row = send("GET", ROWS + "/" + URLEncoder.encode(key, StandardCharsets.UTF_8), null);
            assertThat(row.status()).as(key).isEqualTo(200);
            assertThat(SampleRows.JSON.readTree(row.body()).path("group_id").asText()).isEqualTo(key);
            assertThat(SampleRows.JSON.readTree(row.body()).path("recorded_at").asDouble()).isEqualTo(1);
        }
    }

    @Test
    void dotsAndEmptySegmentsAreRefusedOnEveryPath() throws IOException {
        for (String path : PATHS) {
            refused("GET", path + "/..", "%2F");
            refused("GET", path + "/%2e", "%2F");
            refused("GET", path + "//x", "%2F");
            refused("GET", "/" + path, "%2F");
            refused("GET", "/x/.." + path, "%2F");
        }
        refused("GET", "http://localhost" + ROWS + "/x/../s", "%2F");
    }

    @Test
    void aQueryIsTakenToItsEnd() throws IOException {
        refused("GET", ROWS + "?group_id=s;", "%3B");
        refused("GET", ROWS + "?group_id=s;limit=1", "%3B");
        refused("GET", ROWS + "?group_id=s#t", "%23");
        refused("GET", ROWS + "?group_id=\u00e9", "UTF-8");
        assertThat(found("?group_id=s%3Bv%3D2")).contains("\"group_id\":\"s;v=2\"")
                .doesNotContain("\"group_id\":\"s\"");
        assertThat(found("?group_id=s%23t")).contains("\"group_id\":\"s#t\"");
        assertThat(found("?group_id=%C3%A9")).contains("\"group_id\":\"\u00e9\"");
    }

    @Test
    void aQueryThatIsNotUtf8IsRefusedByTheNameOfItsParameter() throws IOException {
        assertThat(send("PUT", ROWS + "/x%EF%BF%BD", "{\"recorded_at\":1}").status()).isEqualTo(201);
        for (String broken : List.of("x%ff", "x%C3", "%ED%A0%80", "%C0%80", "%E2%82", "a%80b")) {
            refused("GET", ROWS + "?group_id=" + broken, "group_id");
            refused("GET", ROWS + "?limit=1&group_id__startswith=" + broken, "group_id__startswith");
            refused("GET", ROWS + "?next=" + broken, "next");
            refused("GET", ROWS + "?" + broken + "=1", "name");
            refused("GET", "/api/v1/hdf5/files?from_mjd=1&to_mjd=2&path=" + broken, "path");
            refused("DELETE", ROWS + "/s?x=" + broken, "x");
            refused("POST", "/api/v1/products/images:import?x=" + broken, "x");
            refused("POST", "/api/v1/products/ms_index%3Aupsert?x=" + broken, "x");
            refused("GET", "/q/openapi?format=" + broken, "format");
            assertThat(send("GET", ROWS + "/" + broken, null).status()).as(broken).isEqualTo(404);
            Answer group = send("GET", "/api/v1/hdf5/groups/" + broken + "/files", null);
            assertThat(group.status()).as(broken).isEqualTo(404);
            assertThat(new String(group.body(), StandardCharsets.UTF_8)).contains(broken);
        }
        assertThat(found("?group_id=x%EF%BF%BD")).contains("\"group_id\":\"x\ufffd\"");
    }

    @Test
    void aValueWithoutAParameterIsRefused() throws IOException {
        for (String query : List.of("?=", "?=x", "?limit=1&=", "?=&limit=1", "?limit=1&=2&order=group_id", "?==")) {
            refused("GET", ROWS + query, "without the name");
            refused("DELETE", ROWS + "/s" + query, "without the name");
        }
        for (String query : List.of("?", "?&", "?limit=1&", "?limit=1&&order=group_id")) {
            assertThat(send("GET", ROWS + query, null).status()).as(query).isEqualTo(200);
        }
    }

    @Test
    void aRowHasOneUrl() throws IOException {
        String image = "{\"path\":\"/a\",\"ms_path\":\"/m\",\"created_at\":1,\"type\":\"dirty\"}";
        assertThat(send("POST", IMAGES, image).header("location")).endsWith("/1");
        assertThat(send("PUT", SUBBANDS + "/g/0", "{\"path\":\"/0\"}").status()).isEqualTo(201);
        assertThat(send("PUT", SUBBANDS + "/g/1", "{\"path\":\"/1\"}").status()).isEqualTo(201);
        for (String other : List.of("01", "+1", "%2B1", "0000000001", "1.0", "1e0", "%201", "1%20", "%D9%A1", "-01")) {
            for (String method : List.of("GET", "PATCH", "DELETE")) {
                assertThat(send(method, IMAGES + "/" + other, "{}").status()).as("%s %s", method, other).isEqualTo(404);
                assertThat(send(method, SUBBANDS + "/g/" + other, "{}").status()).as("%s %s", method, other)
                        .isEqualTo(404);
            }
            assertThat(send("PUT", SUBBANDS + "/g/" + other, "{\"path\":\"/2\"}").status()).as(other).isEqualTo(404);
        }
        for (String zero : List.of("-0", "+0", "00", "0.0")) {
            assertThat(send("GET", SUBBANDS + "/g/" + zero, null).status()).as(zero).isEqualTo(404);
        }
        assertThat(send("GET", IMAGES + "/1", null).status()).isEqualTo(200);
        assertThat(send("GET", SUBBANDS + "/g/0", null).status()).isEqualTo(200);
        assertThat(send("GET", SUBBANDS + "/g/1", null).status()).isEqualTo(200);
    }

    @Test
    void aNumberInAPathIsAsJsonWritesIt() throws IOException {
        String row = "/api/v1/ingest/pointing_history/";
        assertThat(send("PUT", row + "1764000309.5", "{\"ra_deg\":1,\"dec_deg\":1}").status()).isEqualTo(201);
        for (String same : List.of("1764000309.5", "1764000309.50", "1.7640003095E9", "1.7640003095e+9")) {
            assertThat(send("GET", row + same, null).status()).as(same).isEqualTo(200);
        }
        for (String other : List.of("+1764000309.5", "%2B1764000309.5", "01764000309.5", "1764000309.5d", "NaN")) {
            assertThat(send("GET", row + other, null).status()).as(other).isEqualTo(404);
            assertThat(send("DELETE", row + other, null).status()).as(other).isEqualTo(404);
        }
    }

    @Test
    void aTargetWithoutASlashIsRefused() throws IOException {
        for (String target : List.of("*", "foo", "?x", "api/v1", "api://x" + ROWS, "http://", "http://a@b" + ROWS,
                "ftp://localhost" + ROWS)) {
            refused("GET", target, "does not begin with a /");
            refused("OPTIONS", target, "does not begin with a /");
        }
        assertThat(send("GET", "http://localhost" + ROWS + "/s", null).status()).isEqualTo(200);
    }

    @Test
    void aSlashABackslashAndAControlCharacterStayCharactersOfAKey() throws IOException {
        for (String key : List.of("%5C", "a%2Fb", "a%2F..%2Fb", "a%0Ab", "%3A", "a\\b", "a{b", "a\"b")) {
            assertThat(send("PUT", ROWS + "/" + key, "{\"recorded_at\":2}").status()).as(key).isEqualTo(201);
            assertThat(send("GET", ROWS + "/" + key, null).status()).as(key).isEqualTo(200);
        }
        assertThat(send("PUT", ROWS + "/a%00b", "{\"recorded_at\":2}").status()).isEqualTo(404);
        assertThat(send("GET", "/api/v1/ingest%2Fperformance_metrics", null).status()).isEqualTo(404);
        assertThat(send("GET", "/api/v1\\ingest/performance_metrics", null).status()).isEqualTo(404);
    }

    @Test
    void theLongestKeyIsReached() throws IOException {
        String key = URLEncoder.encode("\u20ac".repeat(4096), StandardCharsets.UTF_8);
        assertThat(send("PUT", ROWS + "/" + key, "{\"recorded_at\":3}").status()).isEqualTo(201);
        assertThat(send("GET", ROWS + "/" + key, null).status()).isEqualTo(200);
    }

    @Test
    void anActionWhoseColonIsEncodedNamesItsParametersWhateverTheyHold() throws IOException {
        for (String query : List.of("x={", "x=%7B", "x=[\"|\\^`<>}")) {
            Answer answer = client.send(new Request("POST", "/api/v1/products/images%3Aimport?" + query,
                    List.of(Map.entry("Content-Type", "application/x-ndjson")), new byte[0]));
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.toString()).contains("\"field\":\"x\"");
        }
    }

    @Test
    void aMethodThatIsTooLongIsRefusedBeforeAllElse() throws IOException {
        refused("A".repeat(33), ROWS, "the method is longer than 32 characters");
        refused("A".repeat(5000), "/q/metrics", "the method is longer than 32 characters");
        assertThat(send("A".repeat(32), ROWS, null).status()).isEqualTo(405);
    }

    private static String found(String query) throws IOException {
        Answer answer = send("GET", ROWS + query, null);
        assertThat(answer.status()).as(query).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static void refused(String method, String target, String named) throws IOException {
        Answer answer = send(method, target, method.matches("PATCH|PUT") ? "{\"recorded_at\":9}" : null);
        assertThat(answer.status()).as("%s %s: %s", method, target, answer).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(SampleRows.JSON.readTree(answer.body()).path("detail").asText())
                .contains(named == null ? "" : named);
    }

    private static Answer send(String method, String target, String body) throws IOException {
        return client.send(new Request(method, target, List.of(Map.entry("Content-Type", "application/json")),
                body == null ? null : body.getBytes(StandardCharsets.UTF_8)));
    }
}

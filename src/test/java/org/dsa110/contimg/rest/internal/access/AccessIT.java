package org.dsa110.contimg.rest.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.internal.access.TokenService.IMAGES;
import static org.dsa110.contimg.rest.internal.access.TokenService.UNKNOWN;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.Waiting;
import org.dsa110.contimg.rest.internal.errors.WireClient.Answer;
import org.dsa110.contimg.rest.internal.openapi.ApiDocument;
import org.dsa110.contimg.rest.internal.openapi.ApiOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where tokens are required, each operation is for those whose token has its role, and for nobody else. */
class AccessIT {
    private static final String CHALLENGE = "Bearer realm=\"contimg-db\"";
    private static final String WRONG_TOKEN = CHALLENGE + ", error=\"invalid_token\"";

    @TempDir
    static Path folder;

    private static TokenService service;
    private static String reader;
    private static String writer;
    private static String audited;

    @BeforeAll
    static void serve() throws IOException {
        service = new TokenService(folder);
        audited = service.make("audited", Role.WRITE);
        service.serve(Map.of());
        reader = service.token(Role.READ);
        writer = service.token(Role.WRITE);
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
    }

    @Test
    void everyOperationIsForThoseWhoseTokenHasItsRole() throws Exception {
        ApiDocument document = new ApiDocument(
                SampleRows.JSON.readTree(service.get("/q/openapi?format=json", reader).body()));
        assertThat(document.operations()).hasSizeGreaterThan(100);
        Map<Role, Integer> needed = new HashMap<>();
        for (ApiOperation operation : document.operations()) {
            Role role = Role.of(operation.node().path("x-role").asText());
            needed.merge(role, 1, Integer::sum);
            assertThat(operation.node().path("responses").has("401")
                    && operation.node().path("responses").has("403")).as("%s says 401 and 403", operation).isTrue();
            // Events would go on for ever.
            String target = operation.template().replaceAll("\\{\\w+}", "1")
                    + (operation.template().endsWith("/events") ? "?last_event_id=-1" : "");
            refused(service.send(operation.method(), target, null, null), 401, CHALLENGE);
            refused(service.send(operation.method(), target, UNKNOWN, null), 401, WRONG_TOKEN);
            for (Role sent : Role.values()) {
                Answer answer = service.send(operation.method(), target, service.token(sent), null);
                if (sent.includes(role)) {
                    assertThat(answer.status()).as("%s as %s", operation, sent).isNotIn(401, 403).isLessThan(500);
                } else {
                    refused(answer, 403, null);
                }
            }
        }
        System.out.println("AccessIT: operations by role: " + needed);
        assertThat(needed).containsOnlyKeys(Role.values());
    }

    @Test
    void theServicesOfTheVirtualObservatoryAreForReaders() throws IOException {
        for (String target : List.of("/vo/scs/sources?RA=0&DEC=0&SR=1", "/vo/availability", "/vo/capabilities",
                "/vo/tables", "/vo/tables/products.images", "/vo/sia2/query?MAXREC=1", "/vo/sia2/capabilities")) {
            refused(service.get(target, null), 401, CHALLENGE);
            refused(service.get(target, UNKNOWN), 401, WRONG_TOKEN);
            assertThat(service.get(target, reader).status()).as(target).isEqualTo(200);
        }
    }

    @Test
    void aSearchThatComesAsAFormIsForReadersToo() throws Exception {
        String form = "application/x-www-form-urlencoded";
        refused(service.send("POST", "/vo/sia2/query", null, form, "MAXREC=1"), 401, CHALLENGE);
        assertThat(service.send("POST", "/vo/sia2/query", reader, form, "MAXREC=1").status()).isEqualTo(200);
        for (String target : List.of("/vo/sia2/query/", "/vo/sia2/%71uery", "/vo/sia2", "/vo/scs/images")) {
            refused(service.send("POST", target, reader, form, "MAXREC=1"), 403, null);
        }
    }

    @Test
    void whatAnOperatorDoesWithTheQueueIsNotedWithHisName() throws Exception {
        String operator = service.token(Role.OPERATE);
        String queue = "/api/v1/ingest/queue/";
        assertThat(service.send("POST", queue + "pause", operator, "{\"reason\":\"a test\"}").status()).isEqualTo(200);
        assertThat(service.send("POST", queue + "resume", operator, "{\"reason\":\"its end\"}").status())
                .isEqualTo(200);

        assertThat(service.text("/api/v1/ingest/queue_pauses", reader)).contains("\"paused_by\":\"the-operate\"",
                "\"resumed_by\":\"the-operate\"");
    }

    @Test
    void whatIsRefusedChangesNothing() throws Exception {
        String image = image("/refused");
        refused(service.send("POST", IMAGES, null, image), 401, CHALLENGE);
        refused(service.send("POST", IMAGES, reader, image), 403, null);
        assertThat(service.text(IMAGES + "?path=/refused&count=true", reader)).contains("\"total\":0");
        Answer created = service.send("POST", IMAGES, writer, image);
        assertThat(created.status()).isEqualTo(201);
        String row = created.header("location");
        refused(service.send("DELETE", row, reader, null), 403, null);
        assertThat(service.get(row, reader).body()).isEqualTo(created.body());
    }

    @Test
    void onlyOperatorsGiveImportedRowsTheirIds() throws Exception {
        String row = "{\"source_id\":\"kept\",\"image_path\":\"/i\",\"ra_deg\":1,\"dec_deg\":2,\"id\":7}";
        String photometry = "/api/v1/products/photometry";
        String lines = photometry + ":import?ids=";
        String type = "application/x-ndjson";
        refused(service.send("POST", lines + "keep", writer, type, row), 403, null);
        refused(service.send("POST", lines + "drop&values=any", writer, type, row), 403, null);
        assertThat(service.send("POST", lines + "drop", writer, type, row).status()).isEqualTo(200);
        assertThat(service.send("POST", lines + "keep", service.token(Role.OPERATE), type, row).status())
                .isEqualTo(200);
        assertThat(service.text(photometry + "?source_id=kept&count=true", reader)).contains("\"total\":2",
                "\"id\":7,");
    }

    @Test
    void everythingButProbesAndTheConsoleNeedsAToken() throws Exception {
        for (String target : List.of("/q/metrics", "/q/openapi", "/q/swagger-ui/", "/nothing", "/q/healthy",
                "/q/Health", "/console/", "/console/x/y", "/Console/queue",
                "/webjars/uplot/1.6.30/package.json",
                "/q/health%3B/metrics", "http://localhost/q/metrics", "/q/health" + "/live".repeat(10_000))) {
            assertThat(service.get(target, null).status()).as(target).isEqualTo(401);
            assertThat(service.get(target, reader).status()).as(target).isIn(200, 404);
        }
        for (String target : List.of("/q/health/../metrics", "/q/health;/metrics", "/console/queue;x", "//q/metrics",
                "/api/v1/products/images/1/../../../../../q/health/live", "/q/health/%2e%2e/metrics")) {
            assertThat(service.get(target, null).status()).as(target).isEqualTo(400);
            assertThat(service.get(target, reader).status()).as(target).isEqualTo(400);
        }
        for (String target : List.of("/q/health", "/q/health/ready", "/q/health/live", "/", "/console/queue",
                "/console/rest.js")) {
            assertThat(service.get(target, null).status()).as(target).isEqualTo(200);
        }
    }

    @Test
    void aTargetThatNoRouteIsLookedForNeedsATokenTooAndIsLogged() throws Exception {
        List<String> targets = List.of("*", "audited-foo", "?x", "api/v1", "ftp");
        for (String target : targets) {
            refused(service.get(target, null), 401, CHALLENGE);
            refused(service.get(target, UNKNOWN), 401, WRONG_TOKEN);
            refused(service.send("DELETE", target, reader, null), 403, null);
            assertThat(service.get(target, reader).status()).as(target).isEqualTo(400);
        }
        Waiting.until("the line of the target", () -> service.auditLines().stream()
                .anyMatch(line -> line.contains("who=the-read role=read from=127.0.0.1 method=DELETE path=audited-foo"
                        + " status=403")));
    }

    @Test
    void aMethodIsLoggedByItsBeginning() throws Exception {
        assertThat(service.send("B".repeat(40), IMAGES + "/long-method", null, null).status()).isEqualTo(400);
        assertThat(service.send("B".repeat(5000), "long-method", null, null).status()).isEqualTo(401);
        Waiting.until("the line of the method", () -> service.auditLines().stream()
                .anyMatch(line -> line.contains("method=" + "B".repeat(32) + "... path=long-method status=401")));
        assertThat(service.output()).doesNotContain("B".repeat(33));
    }

    @Test
    void aTokenIsTakenFromTheHeaderOnlyAndAsItIs() throws Exception {
        assertThat(service.get(IMAGES + "?access_token=" + reader, null).status()).isEqualTo(401);
        for (String header : List.of("Basic " + reader, reader, "Bearer", "Bearer ", "Bearer " + reader + "x",
                "Bearer " + reader.toUpperCase(Locale.ROOT), "Bearer the-read",
                "Bearer " + AccessToken.hash(reader))) {
            assertThat(service.getWithHeader(IMAGES, "Authorization", header).status()).as(header).isEqualTo(401);
        }
        assertThat(service.getWithHeader(IMAGES, "authorization", "bearer  " + reader).status()).isEqualTo(200);
    }

    @Test
    void theLogSaysWhoDidWhat() throws Exception {
        service.send("POST", IMAGES, audited, image("/audited"));
        service.get(IMAGES + "?path=/audited", audited);
        service.send("DELETE", IMAGES + "/%0A1?audited=1", audited, null);
        service.get(IMAGES + "/audited", UNKNOWN);
        Waiting.until("three lines", () -> auditLines().size() == 3);
        assertThat(auditLines().get(0)).contains("who=audited role=write from=127.0.0.1 method=POST path=" + IMAGES
                + " status=201 ms=");
        assertThat(auditLines().get(1)).contains("who=audited role=write from=127.0.0.1 method=DELETE path=" + IMAGES
                + "/%0A1 status=400 ms=");
        assertThat(auditLines().get(2)).contains("who=- role=- from=127.0.0.1 method=GET path=" + IMAGES
                + "/audited status=401 ms=");
        assertThat(service.output()).doesNotContain("contimg_A").doesNotContain(audited);
    }

    @Test
    void aCommandThatActsThroughTheServiceBringsAToken() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), service.token(Role.OPERATE) + "\n");
        try (ServiceProcess command = ServiceProcess.start(folder, Map.of(), "recompute-variability", "--service",
                service.address(), "--token-file", token.toString())) {
            assertThat(command.awaitExit()).as(command.output()).isZero();
            assertThat(command.output()).contains("0 sources");
        }
        try (ServiceProcess command = ServiceProcess.start(folder, Map.of("CONTIMG_TOKEN", writer),
                "recompute-variability", "--service", service.address())) {
            assertThat(command.awaitExit()).isEqualTo(1);
            assertThat(command.output()).contains("wants a token of the role operate")
                    .contains("the token of the-write has write");
        }
    }

    private static List<String> auditLines() {
        return service.auditLines().stream()
                .filter(line -> line.contains("audited") && line.contains("/audited") || line.contains("who=audited"))
                .toList();
    }

    private static String image(String path) {
        return "{\"path\":\"" + path + "\",\"ms_path\":\"/m\",\"created_at\":1,\"type\":\"dirty\"}";
    }

    private static void refused(Answer answer, int status, String challenge) throws IOException {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.header("www-authenticate")).isEqualTo(challenge);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(SampleRows.JSON.readTree(answer.body()).path("status").asInt()).isEqualTo(status);
    }
}

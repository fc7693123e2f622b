package org.dsa110.contimg.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.WireClient.Answer;
import org.dsa110.contimg.rest.WireClient.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where tokens are required, each operation is for those whose token has its role, and for nobody else. */
class AccessIT {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String IMAGES = "/api/v1/products/images";
    private static final String IMAGE = "{\"path\":\"/a\",\"ms_path\":\"/m\",\"created_at\":1,\"type\":\"dirty\"}";
    private static final String UNKNOWN = "contimg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @TempDir
    Path folder;

    private Path file;
    private final Map<Role, String> tokens = new HashMap<>();

    @BeforeEach
    void makeTokens() throws IOException {
        file = folder.resolve("tokens");
        for (Role role : Role.values()) {
            tokens.put(role, make("the-" + role, role));
        }
    }

    @Test
    void everyOperationIsForThoseWhoseTokenHasItsRole() throws Exception {
        try (ServiceProcess service = serve(Map.of()); WireClient client = new WireClient(service.address())) {
            ApiDocument document = new ApiDocument(SampleRows.JSON.readTree(
                    send(client, "GET", "/q/openapi?format=json", tokens.get(Role.READ), null).body()));
            assertThat(document.operations()).hasSizeGreaterThan(100);
            Map<Role, Integer> needed = new HashMap<>();
            for (ApiOperation operation : document.operations()) {
                Role role = Role.of(operation.node().path("x-role").asText());
                needed.merge(role, 1, Integer::sum);
                assertThat(operation.node().path("responses").has("401")
                        && operation.node().path("responses").has("403")).as("%s says 401 and 403", operation).isTrue();
                String target = operation.template().replaceAll("\\{\\w+}", "1");
                refused(send(client, operation.method(), target, null, null), 401, "Bearer realm=\"contimg-db\"");
                refused(send(client, operation.method(), target, UNKNOWN, null), 401,
                        "Bearer realm=\"contimg-db\", error=\"invalid_token\"");
                for (Role sent : Role.values()) {
                    Answer answer = send(client, operation.method(), target, tokens.get(sent), null);
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
    }

    @Test
    void whatIsRefusedChangesNothing() throws Exception {
        try (ServiceProcess service = serve(Map.of()); WireClient client = new WireClient(service.address())) {
            refused(send(client, "POST", IMAGES, null, IMAGE), 401, "Bearer realm=\"contimg-db\"");
            refused(send(client, "POST", IMAGES, tokens.get(Role.READ), IMAGE), 403, null);
            assertThat(text(send(client, "GET", IMAGES + "?count=true", tokens.get(Role.READ), null)))
                    .contains("\"total\":0");
            Answer created = send(client, "POST", IMAGES, tokens.get(Role.WRITE), IMAGE);
            assertThat(created.status()).isEqualTo(201);
            refused(send(client, "DELETE", IMAGES + "/1", tokens.get(Role.READ), null), 403, null);
            assertThat(send(client, "GET", IMAGES + "/1", tokens.get(Role.READ), null).body())
                    .isEqualTo(created.body());
        }
    }

    @Test
    void everythingButProbesNeedsAToken() throws Exception {
        try (ServiceProcess service = serve(Map.of()); WireClient client = new WireClient(service.address())) {
            for (String target : List.of("/q/metrics", "/q/openapi", "/nothing", "/", "/q/health/../metrics",
                    "/q/healthy",
                    "/q/Health", "/q/health;/metrics",
                    "/api/v1/products/images/1/../../../../../q/health/live", "/q/health/%2e%2e/metrics")) {
                assertThat(send(client, "GET", target, null, null).status()).as(target).isEqualTo(401);
                assertThat(send(client, "GET", target, tokens.get(Role.READ), null).status()).as(target)
                        .isIn(200, 404);
            }
            for (String target : List.of("/q/health", "/q/health/ready", "/q/health/live")) {
                assertThat(send(client, "GET", target, null, null).status()).as(target).isEqualTo(200);
            }
        }
    }

    @Test
    void aTokenIsTakenFromTheHeaderOnlyAndAsItIs() throws Exception {
        String token = tokens.get(Role.READ);
        try (ServiceProcess service = serve(Map.of()); WireClient client = new WireClient(service.address())) {
            assertThat(send(client, "GET", IMAGES + "?access_token=" + token, null, null).status()).isEqualTo(401);
            for (String header : List.of("Basic " + token, token, "Bearer", "Bearer ", "Bearer " + token + "x",
                    "Bearer " + token.toUpperCase(java.util.Locale.ROOT), "Bearer the-read",
                    "Bearer " + AccessToken.hash(token))) {
                assertThat(send(client, "GET", IMAGES, Map.of("Authorization", header)).status()).as(header)
                        .isEqualTo(401);
            }
            assertThat(send(client, "GET", IMAGES, Map.of("authorization", "bearer  " + token)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void tokensComeAndGoWhileTheServiceRuns() throws Exception {
        try (ServiceProcess service = serve(Map.of()); WireClient client = new WireClient(service.address())) {
            String fresh = run("token", "--name", "fresh", "--role", "read", "--file", file.toString());
            await("the new token is let in", () -> status(client, fresh) == 200);
            run("token", "--revoke", "fresh", "--file", file.toString());
            await("the revoked token is refused", () -> status(client, fresh) == 401);
            assertThat(status(client, tokens.get(Role.READ))).isEqualTo(200);

            List<String> lines = Files.readAllLines(file);
            replace(List.of("nonsense"));
            await("the log says what is wrong", () -> {
                assertThat(status(client, tokens.get(Role.READ))).as("those before stay").isEqualTo(200);
                return service.output().contains(file + ", line 1");
            });
            assertThat(text(send(client, "GET", "/q/metrics", tokens.get(Role.READ), null)))
                    .contains("contimg_access_token_file_wrong 1.0");
            replace(lines);
            await("it is right again", () -> text(sent(client, "/q/metrics"))
                    .contains("contimg_access_token_file_wrong 0.0"));

            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            await("the log says who may write it", () -> {
                assertThat(status(client, tokens.get(Role.READ))).isEqualTo(200);
                return service.output().contains("can be written by others");
            });
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            for (Role role : Role.values()) {
                run("token", "--revoke", "the-" + role, "--file", file.toString());
            }
            await("the last token is revoked too", () -> status(client, tokens.get(Role.READ)) == 401);
            replace(lines);
            await("it is there again", () -> status(client, tokens.get(Role.READ)) == 200);

            Files.delete(file);
            await("nobody is let in", () -> status(client, tokens.get(Role.READ)) == 401);
            replace(lines);
            await("they are let in again", () -> status(client, tokens.get(Role.READ)) == 200);
        }
    }

    @Test
    void aCommandThatActsThroughTheServiceBringsAToken() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), tokens.get(Role.OPERATE) + "\n");
        try (ServiceProcess service = serve(Map.of())) {
            assertThat(run("recompute-variability", "--service", service.address(), "--token-file", token.toString()))
                    .contains("0 sources");
            try (ServiceProcess command = ServiceProcess.start(folder, Map.of("CONTIMG_TOKEN", tokens.get(Role.WRITE)),
                    "recompute-variability", "--service", service.address())) {
                assertThat(command.awaitExit()).isEqualTo(1);
                assertThat(command.output()).contains("wants a token of the role operate")
                        .contains("the token of the-write has write");
            }
        }
    }

    @Test
    void theLogSaysWhoDidWhat() throws Exception {
        try (ServiceProcess service = serve(Map.of()); WireClient client = new WireClient(service.address())) {
            send(client, "POST", IMAGES, tokens.get(Role.WRITE), IMAGE);
            send(client, "GET", IMAGES, tokens.get(Role.READ), null);
            send(client, "DELETE", IMAGES + "/%0A1?x=1", tokens.get(Role.READ), null);
            send(client, "GET", IMAGES, UNKNOWN, null);
            await("three lines", () -> audit(service).size() == 3);
            assertThat(audit(service).get(0)).contains("who=the-write role=write from=127.0.0.1 method=POST path="
                    + IMAGES + " status=201 ms=");
            assertThat(audit(service).get(1)).contains("who=the-read role=read from=127.0.0.1 method=DELETE path="
                    + IMAGES + "/%0A1 status=403 ms=");
            assertThat(audit(service).get(2)).contains("who=- role=- from=127.0.0.1 method=GET path=" + IMAGES
                    + " status=401 ms=");
            assertThat(service.output()).doesNotContain("contimg_A").doesNotContain(tokens.get(Role.WRITE));
        }
    }

    @Test
    void theAuditLogMayHaveAFileOfItsOwn() throws Exception {
        Path log = folder.resolve("audit.log");
        try (ServiceProcess service = serve(Map.of("QUARKUS_LOG_HANDLER_FILE_AUDIT_ENABLED", "true",
                "QUARKUS_LOG_HANDLER_FILE_AUDIT_PATH", log.toString(),
                "QUARKUS_LOG_CATEGORY__ORG_DSA110_CONTIMG_AUDIT__HANDLERS", "audit",
                "QUARKUS_LOG_CATEGORY__ORG_DSA110_CONTIMG_AUDIT__USE_PARENT_HANDLERS", "false"));
                WireClient client = new WireClient(service.address())) {
            send(client, "POST", IMAGES, tokens.get(Role.WRITE), IMAGE);
            await("the line", () -> read(log).contains("who=the-write"));
            assertThat(audit(service)).isEmpty();
        }
    }

    @Test
    void theServiceListensElsewhereWithTokensOnly() throws Exception {
        Map<String, String> everywhere = Map.of("QUARKUS_HTTP_HOST", "0.0.0.0");
        Map<String, String> environment = new HashMap<>(everywhere);
        environment.put("PIPELINE_STATE_DIR", folder.resolve("none").toString());
        try (ServiceProcess service = ServiceProcess.start(folder, environment)) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.output()).contains("contimg-db: quarkus.http.host=0.0.0.0 can be reached from other"
                    + " machines, and no tokens are asked for; set contimg.access.tokens");
        }
        try (ServiceProcess service = serve(everywhere);
                WireClient client = new WireClient(service.address().replace("0.0.0.0", "127.0.0.1"))) {
            assertThat(status(client, tokens.get(Role.READ))).isEqualTo(200);
            assertThat(send(client, "GET", IMAGES, null, null).status()).isEqualTo(401);
            assertThat(service.output()).contains("quarkus.http.host=0.0.0.0 answers plain HTTP");
        }
    }

    @Test
    void aFileThatIsWrongIsNotStartedWith() throws Exception {
        Files.writeString(file, "# ours\n\na admin " + AccessToken.hash("x"));
        refusedAtStart(", line 3: a role is read, write or operate, not admin");
        Files.writeString(file, "# nobody\n");
        refusedAtStart("has no token; contimg-db token makes one");
        Files.delete(file);
        refusedAtStart("there is no such file");
    }

    private void refusedAtStart(String why) throws Exception {
        Path state = folder.resolve("state");
        try (ServiceProcess service = ServiceProcess.start(folder,
                Map.of("CONTIMG_ACCESS_TOKENS", file.toString(), "PIPELINE_STATE_DIR", state.toString()))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.output().lines().reduce((first, second) -> second).orElseThrow())
                    .startsWith("contimg-db: ").contains(file.toString()).contains(why);
        }
        assertThat(state).doesNotExist();
    }

    private ServiceProcess serve(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("CONTIMG_ACCESS_TOKENS", file.toString());
        return ServiceProcess.serve(folder.resolve("state"), all);
    }

    private String make(String name, Role role) throws IOException {
        String token = AccessToken.generate();
        new TokenFile(file).add(AccessToken.of(name, role, token));
        return token;
    }

    /** At once, as an editor does. */
    private void replace(List<String> lines) throws IOException {
        Path written = Files.write(folder.resolve("written"), lines);
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private String run(String... arguments) throws Exception {
        try (ServiceProcess command = ServiceProcess.start(folder, Map.of(), arguments)) {
            assertThat(command.awaitExit()).as(command.output()).isZero();
            return command.output();
        }
    }

    private static void refused(Answer answer, int status, String challenge) throws IOException {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.header("www-authenticate")).isEqualTo(challenge);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(SampleRows.JSON.readTree(answer.body()).path("status").asInt()).isEqualTo(status);
    }

    private static int status(WireClient client, String token) {
        try {
            return send(client, "GET", IMAGES, token, null).status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Answer sent(WireClient client, String target) {
        try {
            return send(client, "GET", target, tokens.get(Role.READ), null);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Path path) {
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Answer send(WireClient client, String method, String target, Map<String, String> headers)
            throws IOException {
        return client.send(new Request(method, target, List.copyOf(headers.entrySet()), null));
    }

    private static Answer send(WireClient client, String method, String target, String token, String body)
            throws IOException {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        if (token != null) {
            headers.add(Map.entry("Authorization", "Bearer " + token));
        }
        if (body != null) {
            headers.add(Map.entry("Content-Type", "application/json"));
        }
        return client.send(new Request(method, target, headers,
                body == null ? null : body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static List<String> audit(ServiceProcess service) {
        return service.output().lines().filter(line -> line.contains("[org.dsa110.contimg.audit]")).toList();
    }

    private static void await(String what, BooleanSupplier happened) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!happened.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}

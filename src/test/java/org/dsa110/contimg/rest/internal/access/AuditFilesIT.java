package org.dsa110.contimg.rest.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.internal.access.TokenService.IMAGES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the audit log, by the settings that the documentation has. */
class AuditFilesIT {
    @TempDir
    Path folder;

    @Test
    void whatWasDoneStaysThroughFloodsOfRefusalsAndRestarts() throws Exception {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Path done = logs.resolve("audit.log");
        Path refused = logs.resolve("refused.log");
        for (int start = 1; start <= 2; start++) {
            int lines = start;
            try (TokenService service = new TokenService(Files.createDirectories(folder.resolve("at-" + start)))
                    .serve(documented(logs))) {
                String writer = service.token(Role.WRITE);
                assertThat(service.send("DELETE", IMAGES + "/" + start, writer, null).status()).isEqualTo(404);
                assertThat(service.get(IMAGES, null).status()).isEqualTo(401);
                assertThat(service.get(IMAGES + "/%zz", writer).status()).isEqualTo(400);
                assertThat(service.get(IMAGES + "/" + "a".repeat(70_000), writer).status()).isEqualTo(414);
                assertThat(service.getWithHeader(IMAGES, "X-Long", "a".repeat(20_000)).status()).isEqualTo(431);
                assertThat(service.get("/q/health/live", null).status()).isEqualTo(200);
                Waiting.until("all lines are there", () -> Files.readAllLines(refused).size() == 4 * lines
                        && Files.readAllLines(done).size() == lines);
                assertThat(service.auditLines()).isEmpty();
            }
        }
        assertThat(Files.readAllLines(done)).allMatch(line -> line.contains("who=the-write role=write"));
        assertThat(Files.readAllLines(done).get(0)).contains("method=DELETE path=" + IMAGES + "/1 status=404");
        List<String> refusals = Files.readAllLines(refused);
        assertThat(refusals).allMatch(line -> line.contains("who=- role=- from=127.0.0.1 method=GET path=" + IMAGES));
        assertThat(refusals.subList(0, 4)).extracting(line -> line.replaceFirst(".* status=(\\d+) .*", "$1"))
                .containsExactlyInAnyOrder("401", "400", "414", "431");
        try (Stream<Path> files = Files.list(logs)) {
            assertThat(files).as("none was rotated").containsExactlyInAnyOrder(done, refused);
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsNotStartedWith() throws Exception {
        Path tokens = folder.resolve("tokens");
        new TokenFile(tokens).add(AccessToken.of("a", Role.READ, "x"));
        Path none = Files.writeString(folder.resolve("no-folder"), "");
        Path state = folder.resolve("state");
        for (Path logs : List.of(none, Files.createDirectories(folder.resolve("folders/audit.log")).getParent())) {
            Map<String, String> environment = documented(logs);
            environment.put("CONTIMG_ACCESS_TOKENS", tokens.toString());
            environment.put("PIPELINE_STATE_DIR", state.toString());
            try (ServiceProcess refused = ServiceProcess.start(folder, environment)) {
                assertThat(refused.awaitExit()).isEqualTo(1);
                assertThat(refused.output().lines().reduce((first, second) -> second).orElseThrow())
                        .startsWith("contimg-db: quarkus.log.handler.file.audit.path=" + logs.resolve("audit.log")
                                + " cannot be written to");
            }
            assertThat(state).doesNotExist();
        }
    }

    @Test
    void anAuditLogThatGoesNowhereIsNotStartedWith() throws Exception {
        Path state = folder.resolve("state");
        Map<String, String> environment = documented(folder);
        environment.remove("QUARKUS_LOG_HANDLER_FILE_AUDIT_ENABLED");
        environment.put("PIPELINE_STATE_DIR", state.toString());
        try (ServiceProcess refused = ServiceProcess.start(folder, environment)) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.output().lines().reduce((first, second) -> second).orElseThrow()).isEqualTo(
                    "contimg-db: the audit log would be lost: quarkus.log.category.\"org.dsa110.contimg.audit\""
                            + ".use-parent-handlers is false, and of its handlers, audit, none is enabled; set"
                            + " quarkus.log.handler.file.audit.enabled=true, or leave use-parent-handlers out");
        }
        assertThat(state).doesNotExist();
        environment.remove("QUARKUS_LOG_CATEGORY__ORG_DSA110_CONTIMG_AUDIT__USE_PARENT_HANDLERS");
        try (ServiceProcess started = ServiceProcess.start(folder, environment)) {
            assertThat(started.listens()).as("its lines are with all others").isTrue();
        }
    }

    /** The settings that docs/access.md shows, with the files in another folder. */
    private static Map<String, String> documented(Path logs) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("docs/access.md"))) {
            if (line.strip().startsWith("QUARKUS_LOG_")) {
                settings.put(line.strip().split("=", 2)[0],
                        line.strip().split("=", 2)[1].replace("/var/log/contimg-db", logs.toString()));
            }
        }
        assertThat(settings).hasSize(8);
        return settings;
    }
}

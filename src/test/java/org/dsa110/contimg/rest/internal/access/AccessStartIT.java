package org.dsa110.contimg.rest.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.internal.access.TokenService.IMAGES;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With which settings of access the service starts, and what it says where it does not. */
class AccessStartIT {
    @TempDir
    Path folder;

    private TokenService service;

    @BeforeEach
    void makeTokens() throws Exception {
        service = new TokenService(folder);
    }

    @Test
    void theServiceListensElsewhereWithTokensOnly() throws Exception {
        Path log = folder.resolve("audit.log");
        Map<String, String> environment = new HashMap<>(Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"));
        refusedAtStart(environment,
                "quarkus.http.host=0.0.0.0 can be reached from other machines, and no tokens are asked"
                        + " for; set contimg.access.tokens");
        environment.putAll(Map.of("QUARKUS_LOG_HANDLER_FILE_AUDIT_ENABLED", "true",
                "QUARKUS_LOG_HANDLER_FILE_AUDIT_PATH", log.toString(),
                "QUARKUS_LOG_CATEGORY__ORG_DSA110_CONTIMG_AUDIT__HANDLERS", "audit",
                "QUARKUS_LOG_CATEGORY__ORG_DSA110_CONTIMG_AUDIT__USE_PARENT_HANDLERS", "false"));
        try (TokenService everywhere = service.serve(environment)) {
            assertThat(everywhere.status(everywhere.token(Role.READ))).isEqualTo(200);
            assertThat(everywhere.status(null)).isEqualTo(401);
            assertThat(everywhere.output()).contains("quarkus.http.host=0.0.0.0 answers plain HTTP");
            Waiting.until("the audit log's own file has the line", () -> Files.exists(log)
                    && Files.readString(log).contains("who=- role=- from=127.0.0.1 method=GET path=" + IMAGES));
            assertThat(everywhere.auditLines()).isEmpty();
        }
    }

    @Test
    void aFileThatIsWrongIsNotStartedWith() throws Exception {
        Path file = service.file();
        Map<String, String> environment = Map.of("CONTIMG_ACCESS_TOKENS", file.toString());
        Files.writeString(file, "# ours\n\na admin " + AccessToken.hash("x"));
        refusedAtStart(environment, file + ", line 3: a role is read, write or operate, not admin");
        Files.writeString(file, "# nobody\n");
        refusedAtStart(environment, file + " has no token; contimg-db token makes one");
        Files.delete(file);
        refusedAtStart(environment, file + ": there is no such file");
    }

    private void refusedAtStart(Map<String, String> environment, String why) throws Exception {
        Path state = folder.resolve("none");
        Map<String, String> all = new HashMap<>(environment);
        all.put("PIPELINE_STATE_DIR", state.toString());
        try (ServiceProcess refused = ServiceProcess.start(folder, all)) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.output().lines().reduce((first, second) -> second).orElseThrow())
                    .startsWith("contimg-db: ").contains(why);
        }
        assertThat(state).doesNotExist();
    }
}

package org.dsa110.contimg.rest.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.internal.access.TokenService.IMAGES;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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
        for (String host : List.of("203.0.113.7", "nowhere.invalid")) {
            refusedAtStart(Map.of("QUARKUS_HTTP_HOST", host, "CONTIMG_ACCESS_TOKENS", service.file().toString()),
                    "quarkus.http.host=" + host + " is no ");
        }
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
        refusedAtStart(Map.of("CONTIMG_ACCESS_TOKENS", ""), "contimg.access.tokens is set and empty");
    }

    @Test
    void aServiceThatIsToldToListenNowhereDoesNotStart() throws Exception {
        refusedAtStart(Map.of("CONTIMG_REST_ENABLED", "false"),
                "contimg.rest.enabled is read when a program is built");
    }

    /** Such as the transaction manager's, which would have one to know its process by. */
    @Test
    void nothingListensButTheServicesOwnPort() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "this system does not show who listens");
        Path state = folder.resolve("listening");
        try (ServiceProcess open = ServiceProcess.serve(state, Map.of())) {
            // Has run a transaction of its own: it looks at the queue by itself.
            Set<String> sockets = new HashSet<>();
            try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(open.pid()), "fd"))) {
                for (Path file : files.toList()) {
                    try {
                        sockets.add(Files.readSymbolicLink(file).toString().replaceFirst("socket:\\[(\\d+)]", "$1"));
                    } catch (NoSuchFileException closed) {
                        continue;
                    }
                }
            }
            List<String> listening = new ArrayList<>();
            for (String table : List.of("tcp", "tcp6")) {
                for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                    String[] columns = line.strip().split("\\s+");
                    if (columns[3].equals("0A") && sockets.contains(columns[9])) {
                        listening.add(Integer.toString(
                                Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16)));
                    }
                }
            }
            assertThat(listening).containsExactly(open.address().replaceFirst(".*:", ""));
        }
    }

    @Test
    void theStartSaysWhetherTokensAreAskedFor() throws Exception {
        try (TokenService asking = service.serve(Map.of())) {
            assertThat(asking.output()).contains("Every request needs a token; " + service.file() + " has 3")
                    .doesNotContain("No token is asked for");
        }
        try (ServiceProcess open = ServiceProcess.serve(folder.resolve("open"), Map.of())) {
            assertThat(open.output()).contains("No token is asked for: everybody on this host may read and write");
        }
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

package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the service during two conversions: nothing of the converters runs on unseen. */
@Timeout(300)
class KilledServiceConvertersIT {
    /** All would stay for minutes: those that ignore signals, one whose parent has ended, one in a process group of its own. */
    private static final String CONVERTER = """
        trap '' TERM HUP INT; cd "$PIDS"; list=$CONTIMG_GROUP_ID
        (sleep 300 & echo $! >> "$list")
        timeout 300 sleep 301 & echo $! >> "$list"
        echo $$ >> "$list"
        mv "$list" "$list.ready"
        while :; do wait; sleep 1; done""";

    @TempDir
    Path folder;

    @Test
    void convertersEndWithTheServiceHoweverItEnds() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "there is no setsid");
        Path incoming = folder.resolve("incoming");
        try (ServiceProcess simulation = ServiceProcess.start(folder, Map.of(), "simulate", "--seed", "1",
                "--observations", "2", "--target", incoming.toString())) {
            assertThat(simulation.awaitExit()).as(simulation.output()).isZero();
        }
        Path pids = Files.createDirectory(folder.resolve("pids"));
        List<ProcessHandle> converters = new ArrayList<>();
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_INGEST_INCOMING_DIR", incoming.toString(), "CONTIMG_INGEST_SCAN_INTERVAL", "1s",
                        "CONTIMG_INGEST_CONVERTER_COMMAND", CONVERTER, "PIDS", pids.toString()))) {
            Waiting.until("two conversions run", () -> ready(pids).size() == 2);
            for (Path list : ready(pids)) {
                for (String pid : Files.readAllLines(list)) {
                    converters.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
                }
            }
            assertThat(converters).hasSize(6).allMatch(ProcessHandle::isAlive);
            service.kill();
            for (ProcessHandle converter : converters) {
                converter.onExit().get(1, TimeUnit.MINUTES);
            }
            theNextStartGivesTheirGroupsToOthers(incoming);
        } finally {
            converters.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** And each is converted once: the second of two would not get its folder. */
    private void theNextStartGivesTheirGroupsToOthers(Path incoming) throws Exception {
        Path done = Files.createDirectory(folder.resolve("done"));
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_INGEST_INCOMING_DIR", incoming.toString(), "CONTIMG_INGEST_CONVERTER_COMMAND",
                        "mkdir \"$DONE/$CONTIMG_GROUP_ID\" && echo \"/ms/$CONTIMG_GROUP_ID.ms\"", "DONE",
                        done.toString()))) {
            Waiting.until("both groups are completed and registered", () -> {
                String groups = get(service, "/api/v1/ingest/ingest_queue?state=completed&retry_count=0");
                return groups.split("\"group_id\"", -1).length == 3
                        && get(service, "/api/v1/products/ms_index").split("\"path\"", -1).length == 3;
            });
            assertThat(get(service, "/api/v1/ingest/queue_transitions?from_state=in_progress&to_state=pending"))
                    .contains("the service that converted it has ended");
        }
        assertThat(done).isDirectory();
        try (Stream<Path> converted = Files.list(done)) {
            assertThat(converted).hasSize(2);
        }
    }

    private static String get(ServiceProcess service, String path) throws IOException {
        try (InputStream answer = URI.create(service.address() + path).toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Path> ready(Path pids) throws IOException {
        try (Stream<Path> files = Files.list(pids)) {
            return files.filter(file -> file.toString().endsWith(".ready")).toList();
        }
    }
}

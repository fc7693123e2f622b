package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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
        } finally {
            converters.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static List<Path> ready(Path pids) throws IOException {
        try (Stream<Path> files = Files.list(pids)) {
            return files.filter(file -> file.toString().endsWith(".ready")).toList();
        }
    }
}

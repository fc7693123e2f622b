package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what the packaged program answers, to the letter. */
class ReadmeIT {
    private static final String README_FOLDER = "/home/you/contimg-db/state/";
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path folder;

    /** A command that the README shows, and the line below it. */
    private record Call(String command, String answer) {
    }

    @Test
    void theCallsAnswerWhatTheReadmeShows() throws Exception {
        assumeTrue(has("curl"), "there is no curl");
        Path state = folder.toRealPath().resolve("state");
        Path incoming = state.resolve("incoming");
        try (ServiceProcess simulate = ServiceProcess.start(folder, Map.of(), "simulate", "--target",
                incoming.toString(), "--start",
                "2026-02-11T15:58:07", "--seed", "1")) {
            assertThat(simulate.awaitExit()).as(simulate.output()).isZero();
        }
        Map<String, String> environment = Map.of("CONTIMG_INGEST_INCOMING_DIR", incoming.toString(),
                "CONTIMG_INGEST_SCAN_INTERVAL", "1s",
                "CONTIMG_INGEST_CONVERTER_COMMAND",
                Path.of("deploy/dev/stand-in-converter").toAbsolutePath().toString(),
                "CONTIMG_STANDIN_SECONDS", "0");
        List<Call> calls = calls();
        assertThat(calls).hasSizeGreaterThan(6);
        try (ServiceProcess service = ServiceProcess.serve(state, environment)) {
            String address = service.address().replace("http://", "");
            awaitCompletedGroup(address);
            for (Call call : calls) {
                String answer = shell(call.command().replace("localhost:8080", address));
                assertThat(answer).as(call.command()).isEqualTo(call.answer().replace(README_FOLDER, state + "/"));
            }
        }
    }

    private static void awaitCompletedGroup(String address) throws IOException, InterruptedException {
        long until = System.nanoTime() + DEADLINE_NANOS;
        while (!shell("curl -s " + address + "/api/v1/ingest/ingest_queue?state=completed").contains("group_id")
                || !shell("curl -s " + address + "/api/v1/hdf5/hdf5_file_index").contains("_sb15.hdf5")) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    private static List<Call> calls() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md"));
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("    $ ")) {
                calls.add(new Call(lines.get(i).strip().substring(2), lines.get(i + 1).strip()));
            }
        }
        return calls;
    }

    private static boolean has(String tool) throws IOException, InterruptedException {
        return new ProcessBuilder("/bin/sh", "-c", "command -v " + tool).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor() == 0;
    }

    private static String shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-c", command).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return output;
    }
}

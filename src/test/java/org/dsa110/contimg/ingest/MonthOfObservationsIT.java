package org.dsa110.contimg.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.observation.SubbandFileName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Observations that have all come at once are scanned, grouped, given to a worker over REST that does nothing, and told to the other
 * databases, in one run with 160 MiB of heap. With {@code -Dstress} they are those of a month: 7,500 groups, 120,000 files. Prints how
 * long it takes and how much memory. The files are links to those of one observation, so each is read as any other.
 */
@Timeout(1800)
class MonthOfObservationsIT {
    private static final boolean MONTH = Boolean.getBoolean("stress");
    private static final int OBSERVATIONS = MONTH ? 7_500 : 100;
    private static final int FILES = OBSERVATIONS * SubbandFileName.SUBBANDS;
    private static final LocalDateTime FIRST = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final int ASKED = 300;
    private static final int REPEATED_SCANS = 5;
    private static final double STATUS_MILLIS = 10;
    private static final double REPEATED_SCAN_SECONDS = 2;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(15);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private ServiceProcess service;

    @Test
    void aMonthOfObservationsIsConvertedInOneRun() throws Exception {
        Path incoming = Files.createDirectory(folder.resolve("incoming"));
        fill(incoming);
        try (ServiceProcess started = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_INGEST_INCOMING_DIR", incoming.toString(), "CONTIMG_INGEST_SCAN_INTERVAL", "1s",
                        "JAVA_TOOL_OPTIONS", "-Xmx160m"))) {
            service = started;
            long start = System.nanoTime();
            until("all files are recorded", () -> metric("contimg_ingest_files_total.*\"recorded\".*") == FILES);
            print("scanned, read and grouped", start);
            until("all groups are pending", () -> metric("contimg_ingest_queue_pending_count") == OBSERVATIONS);
            repeatedScans(incoming);
            status();

            start = System.nanoTime();
            Set<String> converted = drain();
            print("claimed and completed, 64 a call", start);
            assertThat(converted).hasSize(OBSERVATIONS);
            until("the other databases have heard of all",
                    () -> metric("contimg_ingest_outbox_told_total") == OBSERVATIONS);
            print("the same, and told to the other databases", start);
            status();

            assertThat(count("/api/v1/ingest/ingest_queue?state=completed")).isEqualTo(OBSERVATIONS);
            assertThat(count("/api/v1/products/ms_index")).isEqualTo(OBSERVATIONS);
            assertThat(count("/api/v1/hdf5/hdf5_file_index")).isEqualTo(FILES);
            assertThat(service.output()).doesNotContain("OutOfMemoryError", " ERROR ");
            memory();
        }
    }

    private void fill(Path incoming) throws IOException, InterruptedException {
        Path one = folder.resolve("one");
        try (ServiceProcess simulation = ServiceProcess.start(folder, Map.of(), "simulate", "--seed", "1",
                "--observations", "1", "--target", one.toString())) {
            assertThat(simulation.awaitExit()).as(simulation.output()).isZero();
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(one)) {
            files = found.sorted().toList();
        }
        assertThat(files).hasSize(SubbandFileName.SUBBANDS);
        for (int i = 0; i < OBSERVATIONS; i++) {
            for (int subband = 0; subband < files.size(); subband++) {
                LocalDateTime second = FIRST.plusSeconds(309L * i + subband % 3);
                Files.createLink(incoming.resolve(new SubbandFileName(second, subband).format()), files.get(subband));
            }
        }
    }

    /** Of what is known, each after a change of the folder, so that it is listed. */
    private void repeatedScans(Path incoming) throws Exception {
        double[] scans = new double[REPEATED_SCANS];
        for (int i = 0; i < REPEATED_SCANS; i++) {
            double before = metric("contimg_ingest_scan_seconds_count");
            double seconds = metric("contimg_ingest_scan_seconds_sum");
            Files.createFile(incoming.resolve("something else " + i));
            until("another scan has ended", () -> metric("contimg_ingest_scan_seconds_count") >= before + 2);
            scans[i] = (metric("contimg_ingest_scan_seconds_sum") - seconds)
                    / (metric("contimg_ingest_scan_seconds_count") - before);
        }
        Arrays.sort(scans);
        double median = scans[REPEATED_SCANS / 2];
        System.out.printf(Locale.ROOT, "a repeated scan of %d files: median of %d %.3f s, longest %.3f s%n", FILES,
                REPEATED_SCANS, median, scans[REPEATED_SCANS - 1]);
        assertThat(median).as("a repeated scan, seconds").isLessThan(REPEATED_SCAN_SECONDS);
    }

    /** How long the queue takes to say how it is: over HTTP, one call after the other. */
    private void status() throws Exception {
        long[] nanos = new long[ASKED];
        for (int i = 0; i < ASKED; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/api/v1/ingest/queue/status")));
            nanos[i] = System.nanoTime() - start;
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        Arrays.sort(nanos);
        double median = nanos[ASKED / 2] / 1e6;
        System.out.printf(Locale.ROOT,
                "status of the queue with %d groups, %d calls: median %.1f ms, longest %.1f ms%n",
                OBSERVATIONS, ASKED, median, nanos[ASKED - 1] / 1e6);
        if (MONTH) {
            // So soon after its start, with less to do before, the service has not warmed up.
            assertThat(median).as("median of the calls, milliseconds").isLessThan(STATUS_MILLIS);
        }
    }

    private Set<String> drain() throws Exception {
        Set<String> converted = new HashSet<>();
        while (true) {
            JsonNode claims = post("/api/v1/ingest/queue/claims", Map.of("worker", "no-op", "max", 64)).path("claims");
            if (claims.isEmpty()) {
                return converted;
            }
            List<Map<String, Object>> completions = new ArrayList<>();
            for (JsonNode claim : claims) {
                assertThat(claim.path("files")).hasSize(SubbandFileName.SUBBANDS);
                String group = claim.path("group_id").asText();
                assertThat(converted.add(group)).as(group).isTrue();
                completions.add(Map.of("group_id", group, "token", claim.path("token").asText(), "ms_path",
                        "/stage/ms/" + group + ".ms"));
            }
            post("/api/v1/ingest/queue/completions", completions).path("groups")
                    .forEach(group -> assertThat(group.path("completed").asBoolean()).isTrue());
        }
    }

    private JsonNode post(String path, Object body) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private long count(String list) throws Exception {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(uri(list + (list.contains("?") ? "&" : "?") + "limit=1&count=true")));
        return json.readTree(answer.body()).path("total").asLong(-1);
    }

    /** The sum of the samples whose beginning is as the pattern says. */
    private double metric(String pattern) throws Exception {
        String text = send(HttpRequest.newBuilder(uri("/q/metrics")).header("Accept", "text/plain")).body();
        Pattern sample = Pattern.compile(pattern + "(\\{[^}]*})? .*");
        return text.lines().filter(line -> sample.matcher(line).matches())
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(service.address() + path);
    }

    private static void until(String what, Callable<Boolean> happened) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!happened.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
        }
    }

    private static void print(String what, long start) {
        System.out.printf(Locale.ROOT, "%d groups, %d files: %s in %.1f s%n", OBSERVATIONS, FILES, what,
                (System.nanoTime() - start) / 1e9);
    }

    private void memory() throws Exception {
        System.out.printf(Locale.ROOT, "heap in use at the end: %.0f MB%n",
                metric("jvm_memory_used_bytes\\{area=\"heap\".*") / 1e6);
        Path status = Path.of("/proc/" + service.pid() + "/status");
        if (Files.exists(status)) {
            Files.readAllLines(status).stream().filter(line -> line.matches("(VmHWM|VmRSS|RssAnon):.*"))
                    .forEach(System.out::println);
        }
    }
}

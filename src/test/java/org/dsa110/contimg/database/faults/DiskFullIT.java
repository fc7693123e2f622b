package org.dsa110.contimg.database.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.database.faults.IoFaults.Errno;
import org.dsa110.contimg.database.faults.IoFaults.Operation;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see while the disk of the service is full: 507 to writes, answers to reads; and no restart when space returns. */
class DiskFullIT {
    private static final int ROWS = 20;
    private static final int WRITERS = 8;
    private static final int REFUSED_OF_EACH = 100;
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    @Test
    void aSmallDiskThatIsFull() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        try (SmallDisk disk = new SmallDisk(mounted, 16);
                ServiceProcess service = ServiceProcess.serve(mounted.resolve("state"), Map.of())) {
            create(service, "before", 0);
            disk.fill();
            // What the log has space for from before may still be used up.
            int number = 0;
            while (post(service, "filling", number).statusCode() == 201) {
                number++;
            }
            assertRefused(service);
            disk.free();
            create(service, "after", 0);
            assertThat(total(service)).isEqualTo((2 + number) * ROWS);
            assertThat(service.stop()).isEqualTo(143);
        }
    }

    /** After a crash SQLite makes the index of the log anew, before anything is read. */
    @Test
    void aStartOnAFullDiskSaysSoInItsLastLine() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Path state = mounted.resolve("state");
        try (SmallDisk disk = new SmallDisk(mounted, 16)) {
            try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
                create(service, "before", 0);
                service.kill();
            }
            try (DirectoryStream<Path> indexes = Files.newDirectoryStream(state, "*-shm")) {
                for (Path index : indexes) {
                    Files.delete(index);
                }
            }
            disk.fill();
            // One line for each file, the first of which begins with the program's name.
            assertThat(lastLineOfAStart(state, Map.of())).matches("(contimg-db:|   ) cannot .*")
                    .contains("the disk is full").contains(state.toString());
            disk.free();
            ServiceProcess.serve(state, Map.of()).close();
        }
    }

    @Test
    void aDiskThatIsTooSmallForTheFilesIsToldBeforeAnyIsMade() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        SmallDisk disk = new SmallDisk(mounted, 1);
        try (ServiceProcess service = ServiceProcess.start(folder,
                Map.of("PIPELINE_STATE_DIR", mounted.resolve("state").toString()))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.output()).matches("contimg-db: the disk of " + mounted.resolve("state")
                    + " is full: it has \\d+ KiB, and 5120 KiB are needed for the 5 files that are to be made there; free"
                    + " some, or set PIPELINE_STATE_DIR to a folder on another disk");
            assertThat(mounted).isEmptyDirectory();
        } finally {
            disk.close();
        }
    }

    @Test
    void aStartWithoutSpaceForTemporaryFilesSaysSoInOneLine() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        try (SmallDisk disk = new SmallDisk(mounted, 1)) {
            disk.fill();
            assertThat(lastLineOfAStart(folder.resolve("state"),
                    Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + mounted)))
                    .contains("No space left on device").contains(mounted.toString());
            assertThat(folder.resolve("state")).doesNotExist();
        }
    }

    private String lastLineOfAStart(Path state, Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PIPELINE_STATE_DIR", state.toString());
        try (ServiceProcess service = ServiceProcess.start(folder, all)) {
            assertThat(service.awaitExit()).isEqualTo(1);
            List<String> lines = service.output().lines().toList();
            assertThat(lines).as("a line for each file at most").hasSizeLessThanOrEqualTo(6)
                    .noneMatch(line -> line.contains("\tat "));
            return lines.get(lines.size() - 1);
        }
    }

    @Test
    void anyWriteThatFindsNoSpace() throws Exception {
        IoFaults faults;
        Path control = folder.resolve("control");
        Path state = Files.createDirectory(folder.resolve("state"));
        Map<String, String> environment = new HashMap<>(IoFaults.environment(control));
        faults = new IoFaults(control);
        try (ServiceProcess service = ServiceProcess.serve(state, environment)) {
            create(service, "before", 0);
            faults.in(state).error(Errno.ENOSPC).arm(Operation.WRITE);
            assertRefused(service);
            assertThat(faults.failed()).isPositive();
            faults.disarm();
            create(service, "after", 0);
            assertThat(total(service)).isEqualTo(2 * ROWS);
            assertThat(service.stop()).isEqualTo(143);
        }
    }

    @Test
    void aFullDiskIsToldInFewLinesHoweverManyWrite() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        try (SmallDisk disk = new SmallDisk(mounted, 16);
                ServiceProcess service = ServiceProcess.serve(mounted.resolve("state"), Map.of())) {
            disk.fill();
            while (post(service, "filling", 0).statusCode() == 201) {
                continue;
            }
            int before = service.output().length();
            IntStream.range(0, WRITERS)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> refuseMany(service, writer), threads))
                    .toList().forEach(CompletableFuture::join);
            Waiting.until("what was left out is told",
                    () -> service.output().substring(before).contains("more in 10 s, the last of them: "));
            disk.free();
            create(service, "after", 0);
            assertThat(service.stop()).isEqualTo(143);
            String log = service.output().substring(before);
            assertThat(log.lines()).as(log).hasSizeLessThan(50).noneMatch(line -> line.startsWith("\tat "));
            assertThat(log).contains("ERROR").contains("/api/v1/products/images: ");
        }
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private void refuseMany(ServiceProcess service, int writer) {
        try {
            for (int i = 0; i < REFUSED_OF_EACH; i++) {
                assertThat(post(service, "refused" + writer, i).statusCode()).isEqualTo(507);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefused(ServiceProcess service) throws Exception {
        long before = total(service);
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> refused = post(service, "refused", i);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(507);
            assertThat(refused.headers().firstValue("Content-Type")).hasValueSatisfying(
                    type -> assertThat(type).startsWith("application/problem+json"));
            assertThat(refused.body()).contains("disk of the database is full");
            assertThat(total(service)).as("reads go on, and nothing was written").isEqualTo(before);
        }
    }

    private void create(ServiceProcess service, String name, int number) throws Exception {
        HttpResponse<String> created = post(service, name, number);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    }

    /** Rows of some KiB, so that they cannot go where there is a little space still. */
    private HttpResponse<String> post(ServiceProcess service, String name, int number)
            throws IOException, InterruptedException {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            rows.append(row == 0 ? '[' : ',').append("""
                {"path":"/%s/%d/%d/%s","ms_path":"/ms","created_at":1.5,"type":"dirty"}""".formatted(name, number,
                    row, "x".repeat(3000)));
        }
        return http.send(HttpRequest.newBuilder(URI.create(service.address() + "/api/v1/products/images"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(rows.append(']').toString())).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private long total(ServiceProcess service) throws IOException, InterruptedException {
        String page = http.send(HttpRequest.newBuilder(URI.create(service.address()
                + "/api/v1/products/images?count=true&limit=1&fields=id")).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        assertThat(page).contains("\"total\":");
        return Long.parseLong(page.replaceAll("(?s).*\"total\":(\\d+).*", "$1"));
    }
}

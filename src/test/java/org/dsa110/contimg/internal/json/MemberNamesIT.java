package org.dsa110.contimg.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A million different names of members, in bodies, lines of imports and page tokens, leave nothing in memory. Only with {@code -Dstress}. */
@EnabledIfSystemProperty(named = "stress", matches = "true", disabledReason = "takes minutes: -Dstress runs it")
@EnabledOnOs(OS.LINUX)
class MemberNamesIT {
    private static final int STEPS = 20;
    private static final int NAMES_OF_A_STEP = 50_000;
    /** Kept as interned strings the names of the last half would be over 70 MiB. */
    private static final long MOST_GROWTH = 24L << 20;
    private static final String PADDING = "x".repeat(60);
    /** Bounds the heap, so that what grows beside it shows. */
    private static final Map<String, String> ENVIRONMENT = Map.of("JAVA_TOOL_OPTIONS", "-Xmx192m");
    private static final String IMAGES = "/api/v1/products/images";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private long names;

    @TempDir
    Path state;

    @Test
    void memoryDoesNotGrowWithTheNamesThatClientsSend() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, ENVIRONMENT)) {
            List<Long> memory = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                send(service.address());
                memory.add(privateMemory(service.pid()));
                System.out.printf("MemberNamesIT: %,d names, RssAnon %d KiB%n", names, memory.get(step) >> 10);
            }
            assertThat(memory.get(STEPS - 1) - memory.get(STEPS / 2 - 1)).as("growth over the last half: %s", memory)
                    .isLessThan(MOST_GROWTH);
            assertThat(service.stop()).isEqualTo(143);
        }
    }

    private void send(String address) throws Exception {
        int each = NAMES_OF_A_STEP / 5;
        for (int i = 0; i < 2; i++) {
            assertRefused(post(address + IMAGES, "application/json", "{\"path\":" + object(each) + "}"));
        }
        assertRefused(post(address + IMAGES, "application/json", object(each)));
        HttpResponse<String> imported = post(address + IMAGES + ":import", "application/x-ndjson",
                "{\"path\":" + object(each) + "}\n");
        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(200);
        for (int sent = 0; sent < each; sent += 100) {
            String token = Base64.getUrlEncoder().withoutPadding()
                    .encodeToString(("[" + object(100) + "]").getBytes(StandardCharsets.UTF_8));
            assertRefused(http.send(HttpRequest.newBuilder(URI.create(address + IMAGES + "?next=" + token)).build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    private HttpResponse<String> post(String url, String type, String body) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** An object with names that none had before. */
    private String object(int members) {
        long first = names;
        names += members;
        return LongStream.range(first, names).mapToObj(i -> "\"" + PADDING + i + "\":0")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static long privateMemory(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst().orElseThrow() << 10;
    }
}

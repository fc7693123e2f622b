package org.dsa110.contimg.rest.internal.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.internal.errors.WireClient;
import org.dsa110.contimg.rest.internal.errors.WireClient.Answer;
import org.dsa110.contimg.rest.internal.errors.WireClient.Request;
import org.dsa110.contimg.rest.internal.list.SeenRows;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random requests, right and wrong ones, made from nothing but the service's own OpenAPI document: every answer is one that the document
 * promises. With {@code -Dstress} twenty thousand from each of three random seeds; {@code -Dfuzz.seed} repeats a run.
 */
class OpenApiFuzzIT {
    /** A build that changes nothing must not fail for what a new seed finds: that is for the long run. */
    private static final long USUAL_SEED = 32_818_640_579_222L;
    private static final int REQUESTS = Integer.getInteger("fuzz.requests",
            Boolean.getBoolean("stress") ? 20_000 : 1000);
    private static final int STRESS_SEEDS = 3;
    private static final int SHOWN = 20;
    /** Of requests that are as the document says; the others meet a row that is gone, a duplicate, a precondition that fails. */
    private static final double LEAST_SHARE_DONE = 0.25;
    private static final int LEAST_TRIED = 30;

    @TempDir
    Path state;

    private final Map<String, int[]> done = new TreeMap<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<ApiOperation> tried = new HashSet<>();
    private Random random;
    private ApiDocument document;
    private AnswerCheck check;
    private SchemaValues values;
    private SeenRows seen;

    static LongStream seeds() {
        if (Long.getLong("fuzz.seed") != null) {
            return LongStream.of(Long.getLong("fuzz.seed"));
        }
        return Boolean.getBoolean("stress")
                ? new Random().longs(STRESS_SEEDS, 0, Long.MAX_VALUE)
                : LongStream.of(USUAL_SEED);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyAnswerIsAsTheDocumentSays(long seed) throws IOException {
        System.out.println("OpenApiFuzzIT: -Dfuzz.seed=" + seed);
        random = new Random(seed);
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            try (WireClient client = new WireClient(service.address())) {
                fuzz(client);
            }
            assertThat(service.output()).doesNotContain(" ERROR ");
        }
        System.out.println("OpenApiFuzzIT: " + REQUESTS + " requests, answers by status " + statuses);
        assertThat(faults).as("faults of seed %d", seed).isEmpty();
        done.forEach((kind, counts) -> {
            System.out.println("OpenApiFuzzIT: " + kind + ": done " + counts[0] + " of " + counts[1] + " right ones");
            if (counts[1] >= LEAST_TRIED) {
                assertThat(counts[0]).as("done of %d right requests: %s", counts[1], kind)
                        .isGreaterThanOrEqualTo((int) (counts[1] * LEAST_SHARE_DONE));
            }
        });
        assertThat(tried).as("operations tried")
                .hasSizeGreaterThan(Math.min(REQUESTS / 10, document.operations().size() * 9 / 10));
    }

    private void fuzz(WireClient client) throws IOException {
        Answer described = client.send(new Request("GET", "/q/openapi?format=json", List.of(), null));
        document = new ApiDocument(SampleRows.JSON.readTree(described.body()));
        check = new AnswerCheck(document);
        values = new SchemaValues(random, document);
        seen = new SeenRows(random);
        ValidRequests valid = new ValidRequests(random, document, values, seen);
        RequestMutations mutations = new RequestMutations(random);
        for (int i = 0; i < REQUESTS && faults.size() < SHOWN; i++) {
            ApiOperation operation = withRows(operation());
            Request request = valid.request(operation);
            boolean right = random.nextInt(5) < 2;
            for (int j = right ? 0 : 1 + random.nextInt(3); j > 0; j--) {
                request = mutations.mutate(request);
            }
            if (random.nextInt(100) == 0 && seen.repeatable() != null) {
                request = seen.repeatable();
                right = false;
            }
            Answer answer = send(client, request);
            if (right) {
                tried.add(operation);
                int[] counts = done.computeIfAbsent(operation.kind(), kind -> new int[2]);
                counts[0] += answer.status() < 400 ? 1 : 0;
                counts[1]++;
            }
        }
    }

    /** Those that make rows come more often, as the others need some; what goes through all rows comes rarely. */
    private ApiOperation operation() {
        List<ApiOperation> operations = document.operations();
        ApiOperation operation = operations.get(random.nextInt(operations.size()));
        // An answer that does not end tells this test nothing.
        boolean again = operation.node().path("responses").path("200").path("content").has("text/event-stream")
                || random.nextInt(3) == 0 && !operation.method().equals("POST")
                || operation.node().path("requestBody").isMissingNode() && operation.method().equals("POST")
                        && random.nextInt(10) > 0;
        return again ? operation() : operation;
    }

    /** The same, or what makes rows for it where none is known. */
    private ApiOperation withRows(ApiOperation operation) {
        int parameter = operation.template().indexOf("/{");
        if (parameter < 0 || seen.row(operation.template()) != null || random.nextInt(5) == 0) {
            return operation;
        }
        return document.operations().stream().filter(each -> each.method().equals("POST")
                && each.template().equals(operation.template().substring(0, parameter))).findFirst().orElse(operation);
    }

    private Answer send(WireClient client, Request request) throws IOException {
        Answer answer;
        try {
            answer = client.send(request);
        } catch (IOException e) {
            client.close();
            faults.add(e + "\n" + shortened(request));
            return new Answer(500, List.of(), new byte[0]);
        }
        statuses.merge(answer.status(), 1, Integer::sum);
        List<String> wrong = check.faults(request, answer);
        if (!wrong.isEmpty()) {
            faults.add(wrong + "\n" + shortened(request) + "\n-> " + shortened(answer));
        } else if (answer.status() < 300 && AnswerCheck.mediaType(answer).equals("application/json")
                && answer.body().length > 0) {
            learn(client, request, answer);
        }
        if (request.method().equals("DELETE") && answer.status() == 204) {
            check.operation(request).ifPresent(operation -> seen.remove(operation.template(), request.path()));
        }
        return answer;
    }

    /** Remembers rows and pages to come back to; a row that was created must be where its answer says. */
    private void learn(WireClient client, Request request, Answer answer) throws IOException {
        JsonNode json = AnswerCheck.json(answer);
        values.remember(json);
        String next = json.path("next").asText("");
        if (request.method().equals("GET") && json.path("next").isTextual()) {
            String target = request.target().replaceAll("([?&])next=[^&]*&?", "$1").replaceAll("[?&]$", "");
            check.operation(request).ifPresent(operation -> seen.addPage(operation.template(),
                    target + (target.contains("?") ? "&" : "?") + "next=" + next));
        }
        if (answer.status() == 201 && answer.header("location") != null) {
            if (request.headers().stream().filter(header -> header.getKey().equals("Idempotency-Key")).count() == 1) {
                seen.addRepeatable(request);
            }
            String location = answer.header("location").replaceFirst("^https?://[^/]+", "");
            Answer row = client.send(new Request("GET", location, List.of(), null));
            if (answer.header("idempotent-replayed") != null) {
                return;
            }
            ApiOperation one = document.operation("GET", location).orElse(null);
            if (one == null || row.status() != 200 || !AnswerCheck.json(row).equals(json)) {
                faults.add("what was created is not at " + location + "\n" + shortened(request) + "\n-> "
                        + shortened(answer)
                        + "\n-> " + shortened(row));
                return;
            }
            seen.add(one.template(), new SeenRows.Row(location, json, row.header("etag")));
        }
    }

    private static String shortened(Object message) {
        String text = message.toString();
        return text.length() < 3000 ? text : text.substring(0, 3000) + "... (" + text.length() + " characters)";
    }
}

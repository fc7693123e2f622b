package org.dsa110.contimg.ingest.internal.claims;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.KeepAliveClient;

/** A worker of its own program, which knows the queue by REST alone, and counts what that costs. For one thread. */
final class WorkerClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUEUE = "/api/v1/ingest/queue";

    private final KeepAliveClient client;
    private final String name;
    private final List<String> completed = new ArrayList<>();
    private final Map<String, Integer> answers = new TreeMap<>();

    /** @param address of the service */
    WorkerClient(String address, String name) throws IOException {
        this.client = KeepAliveClient.connect(address);
        this.name = name;
    }

    /**
     * Claims groups and completes them, each after a sign of life, until there are none.
     *
     * @param most how many it takes at once
     */
    void work(int most) throws IOException {
        while (true) {
            JsonNode claims = JSON.readTree(post("/claims", Map.of("worker", name, "max", most))).path("claims");
            if (claims.isEmpty()) {
                return;
            }
            for (JsonNode claim : claims) {
                String group = claim.get("group_id").textValue();
                String token = claim.get("token").textValue();
                post("/groups/" + group + "/heartbeat", Map.of("token", token));
                post("/groups/" + group + "/complete", Map.of("token", token, "ms_path", "/stage/ms/" + group + ".ms"));
                completed.add(group);
            }
        }
    }

    private String post(String path, Map<String, Object> body) throws IOException {
        KeepAliveClient.Answer answer = client.send("POST", QUEUE + path, "application/json",
                JSON.writeValueAsString(body));
        // What is refused is counted by what the refusal says, so that a failed test shows it.
        answers.merge(answer.status() == 200 ? "200" : answer.status() + " " + answer.body(), 1, Integer::sum);
        return answer.body();
    }

    /** The groups that it was given, as often as it was. */
    List<String> completed() {
        return completed;
    }

    /** How many answers there were of each kind: 200, or another status with what was said. */
    Map<String, Integer> answers() {
        return answers;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}

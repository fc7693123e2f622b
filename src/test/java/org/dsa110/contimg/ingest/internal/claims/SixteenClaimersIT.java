package org.dsa110.contimg.ingest.internal.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.Python;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/**
 * Two services on the same files, and a Python program that has no more than the REST calls, drain one queue: 1,000 groups, 10,000 with
 * {@code -Dstress}.
 */
@Timeout(1800)
class SixteenClaimersIT {
    private static final int GROUPS = Boolean.getBoolean("stress") ? 10_000 : 1000;
    private static final int OF_EACH_SERVICE = 6;
    private static final int OF_PYTHON = 4;
    private static final int AT_ONCE = 4;
    private static final String PYTHON_WORKER = """
        import collections, json, sys, threading, urllib.error, urllib.request

        most, threads, addresses = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
        completed, answers, lock = [], collections.Counter(), threading.Lock()

        def post(address, path, body):
            request = urllib.request.Request(address + "/api/v1/ingest/queue" + path, json.dumps(body).encode(),
                                             {"Content-Type": "application/json"})
            try:
                with urllib.request.urlopen(request) as answer:
                    said, key = json.load(answer), str(answer.status)
            except urllib.error.HTTPError as error:
                said, key = {}, str(error.code) + " " + error.read().decode()
            with lock:
                answers[key] += 1
            return said

        def work(number):
            address = addresses[number % len(addresses)]
            while claims := post(address, "/claims", {"worker": f"python {number}", "max": most}).get("claims"):
                for claim in claims:
                    group, token = claim["group_id"], {"token": claim["token"]}
                    post(address, f"/groups/{group}/heartbeat", token)
                    post(address, f"/groups/{group}/complete", token | {"ms_path": f"/stage/ms/{group}.ms"})
                    with lock:
                        completed.append(group)

        workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        print(json.dumps({"completed": completed, "answers": answers}))
        """;

    @TempDir
    Path folder;
    private final List<String> completed = new ArrayList<>();
    private final Map<String, Integer> answers = new TreeMap<>();

    @Test
    void sixteenClaimersOfTwoServicesAndPythonHandleEachGroupOnce() throws Exception {
        Python.run("urllib.request", "");
        Path state = folder.resolve("state");
        try (ServiceProcess first = ServiceProcess.serve(state, Map.of());
                ServiceProcess second = ServiceProcess.serve(state, Map.of())) {
            try (Connection other = JDBC.createConnection(
                    "jdbc:sqlite:" + state.resolve("ingest.sqlite3") + "?busy_timeout=30000", new Properties())) {
                List<String> groups = arrive(other);
                long began = System.nanoTime();
                drain(List.of(first.address(), second.address()));
                System.out.printf("SixteenClaimersIT: %d groups in %.1f s, answers %s%n", GROUPS,
                        (System.nanoTime() - began) / 1e9, answers);

                assertThat(completed).as("groups that claimers had").hasSameSizeAs(groups).doesNotHaveDuplicates()
                        .containsAll(groups);
                assertThat(answers).as("answers of every kind").containsOnlyKeys("200");
                assertThat(answers.get("200")).as("calls").isLessThanOrEqualTo(3 * GROUPS);
                assertThat(number(other, "SELECT count(*) FROM ingest_queue WHERE state = 'completed'"))
                        .isEqualTo(GROUPS);
                assertThat(number(other, "SELECT count(*) FROM queue_claims")).isZero();
                assertThat(number(other, "SELECT count(*) FROM queue_transitions")).as("transitions: three of each")
                        .isEqualTo(3 * GROUPS);
                for (int waiting = toBeTold(other); waiting > 0; waiting = toBeTold(other)) {
                    int before = waiting;
                    Waiting.until("more groups are registered", () -> toBeTold(other) < before);
                }
            }
            for (ServiceProcess service : List.of(first, second)) {
                assertThat(service.output()).doesNotContain("is locked").doesNotContain(" ERROR ");
            }
        }
    }

    /** As another program writes groups into the file, each with its files. */
    private static List<String> arrive(Connection other) throws SQLException {
        List<String> groups = new ArrayList<>();
        other.setAutoCommit(false);
        try (PreparedStatement group = other.prepareStatement(
                "INSERT INTO ingest_queue (group_id, state, received_at, last_update) VALUES (?, 'pending', 1, 1)");
                PreparedStatement file = other.prepareStatement(
                        "INSERT INTO subband_files (group_id, subband_idx, path) VALUES (?, ?, ?)")) {
            for (int i = 0; i < GROUPS; i++) {
                groups.add(FileGroups.group(300L * i));
                group.setString(1, groups.get(i));
                group.executeUpdate();
                for (int subband = 0; subband < 16; subband++) {
                    file.setString(1, groups.get(i));
                    file.setInt(2, subband);
                    file.setString(3, "/incoming/%s_sb%02d.hdf5".formatted(groups.get(i), subband));
                    file.executeUpdate();
                }
            }
        }
        other.commit();
        other.setAutoCommit(true);
        return groups;
    }

    private void drain(List<String> addresses) throws Exception {
        List<Callable<Void>> claimers = new ArrayList<>();
        for (String address : addresses) {
            for (int i = 0; i < OF_EACH_SERVICE; i++) {
                String name = "worker " + i;
                claimers.add(() -> {
                    try (WorkerClient worker = new WorkerClient(address, name)) {
                        worker.work(AT_ONCE);
                        count(worker.completed(), worker.answers());
                    }
                    return null;
                });
            }
        }
        claimers.add(() -> {
            JsonNode python = new ObjectMapper().readTree(
                    Python.run("urllib.request", PYTHON_WORKER, AT_ONCE, OF_PYTHON, addresses.get(0),
                            addresses.get(1)));
            List<String> groups = new ArrayList<>();
            python.get("completed").forEach(group -> groups.add(group.textValue()));
            Map<String, Integer> kinds = new TreeMap<>();
            python.get("answers").fieldNames()
                    .forEachRemaining(kind -> kinds.put(kind, python.get("answers").get(kind).intValue()));
            assertThat(groups).as("groups that Python had").isNotEmpty();
            count(groups, kinds);
            return null;
        });
        ExecutorService threads = Executors.newFixedThreadPool(claimers.size());
        for (Future<Void> claimer : threads.invokeAll(claimers)) {
            claimer.get();
        }
        threads.shutdown();
    }

    private static int toBeTold(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM queue_outbox WHERE told_at IS NULL");
    }

    private synchronized void count(List<String> groups, Map<String, Integer> kinds) {
        completed.addAll(groups);
        kinds.forEach((kind, count) -> answers.merge(kind, count, Integer::sum));
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}

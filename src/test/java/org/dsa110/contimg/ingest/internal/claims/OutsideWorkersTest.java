package org.dsa110.contimg.ingest.internal.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that come to the queue at the same time, over HTTP. Of list, GET and PATCH 200 groups cost 4,085 calls and 1,003 refusals. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class OutsideWorkersTest {
    private static final int WORKERS = 8;
    private static final int GROUPS = 200;

    @Inject
    IngestDatabase database;

    @BeforeEach
    @AfterEach
    void clear() {
        database.clear();
    }

    @Test
    void eightOutsideWorkersDoTwoHundredGroupsInThreeCallsEachWithoutARefusal() throws Exception {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            groups.add(FileGroups.group(300L * i));
            database.insert(groups.get(i), GroupState.PENDING);
        }
        List<Callable<WorkerClient>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            String name = "node" + i;
            workers.add(() -> {
                try (WorkerClient worker = new WorkerClient("http://127.0.0.1:" + RestAssured.port, name)) {
                    worker.work(4);
                    return worker;
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);

        List<String> completed = new ArrayList<>();
        Map<String, Integer> answers = new TreeMap<>();
        for (Future<WorkerClient> worker : threads.invokeAll(workers)) {
            completed.addAll(worker.get().completed());
            worker.get().answers().forEach((answer, count) -> answers.merge(answer, count, Integer::sum));
        }
        threads.shutdown();

        assertThat(completed).containsExactlyInAnyOrderElementsOf(groups);
        assertThat(answers).as("answers of every kind").containsOnlyKeys("200");
        assertThat(answers.get("200")).as("calls").isLessThanOrEqualTo(3 * GROUPS);
        assertThat(database.groups().values()).containsOnly("completed").hasSize(GROUPS);
        assertThat(database.text("SELECT count(*) FROM queue_transitions WHERE to_state = 'in_progress'"))
                .isEqualTo(Integer.toString(GROUPS));
    }
}

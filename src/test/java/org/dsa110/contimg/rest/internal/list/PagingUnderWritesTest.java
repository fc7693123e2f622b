package org.dsa110.contimg.rest.internal.list;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.OtherProgram;
import org.dsa110.contimg.rest.SampleRows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client pages through 100,000 rows while others are added and deleted among them, a thousand a second where the machine can do so:
 * each row that nobody touches comes once, in an order of few values, in one with NULLs, and backwards.
 */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class PagingUnderWritesTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final List<String> ORDERS = List.of("-created_at", "type,-noise_jy", "field_name");
    private static final int UNTOUCHED = 100_000;
    private static final int PAGE = 1000;
    /** Rows that are added and rows that are deleted at a time. */
    private static final int BATCH = 50;
    private static final int BATCHES_A_SECOND = 20;
    /** How many added rows there are at the most. */
    private static final int KEPT = 1000;
    private static final int PATIENCE_SECONDS = 120;

    private final String mark = UUID.randomUUID().toString();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Deque<Long> added = new ArrayDeque<>();
    private final Semaphore batchesDone = new Semaphore(0);
    private long addedInAll;
    private long deletedInAll;

    StateFiles files;

    @Inject
    UnitExecutor units;

    private OtherProgram other;
    private long first;

    @BeforeEach
    void insertRows() throws SQLException {
        other = new OtherProgram(files.get(Database.PRODUCTS).toString());
        // Runs of 700 equal times, 5 types, 40 noises or none, 30 fields or none.
        other.execute("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < " + (UNTOUCHED - 1)
                + ") INSERT INTO images (path, ms_path, created_at, type, noise_jy, field_name) SELECT '/' || i, ?,"
                + " i * 37 % 100000 / 700, 't' || i % 5, CASE WHEN i % 3 > 0 THEN i * 13 % 40 / 10.0 END,"
                + " CASE WHEN i % 4 > 0 THEN 'f' || i * 7 % 30 END FROM n", mark);
        first = other.number("SELECT min(id) FROM images WHERE ms_path = '" + mark + "'");
        assertThat(other.number("SELECT max(id) FROM images WHERE ms_path = '" + mark + "'"))
                .isEqualTo(first + UNTOUCHED - 1);
    }

    @AfterEach
    void deleteRows() throws SQLException {
        other.execute("DELETE FROM images WHERE ms_path IN (?, ?)", mark, mark + "+");
    }

    @Test
    void everyUntouchedRowComesOnce() throws Exception {
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> writing = writer.scheduleAtFixedRate(this::addAndDelete, 0,
                TimeUnit.SECONDS.toMillis(1) / BATCHES_A_SECOND, TimeUnit.MILLISECONDS);
        try {
            for (String order : ORDERS) {
                assertThat(wrong(order, writing)).as("rows that did not come once, and how often, by %s, seed %d",
                        order, seed).isEmpty();
            }
        } finally {
            writer.shutdown();
            assertThat(writer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        System.out.printf("PagingUnderWritesTest: seed %d: %,d rows added and %,d deleted meanwhile%n", seed,
                addedInAll, deletedInAll);
        assertThat(addedInAll).isGreaterThanOrEqualTo(ORDERS.size() * (UNTOUCHED / PAGE) * BATCH);
        assertThat(deletedInAll).isGreaterThanOrEqualTo(addedInAll - KEPT - BATCH);
    }

    /** How often untouched rows came in an order, for those that did not come once. A batch is written for each page at the least. */
    private Map<Long, Integer> wrong(String order, ScheduledFuture<?> writing) throws Exception {
        int[] times = new int[UNTOUCHED];
        String next = null;
        do {
            batchesDone.drainPermits();
            assertThat(batchesDone.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS) && !writing.isDone())
                    .as("the writer goes on").isTrue();
            RequestSpecification request = given().queryParam("order", order).queryParam("fields", "id")
                    .queryParam("limit", PAGE);
            JsonNode page = SampleRows.JSON.readTree((next == null ? request : request.queryParam("next", next))
                    .get(IMAGES).then().statusCode(200).extract().asByteArray());
            for (JsonNode row : page.get("items")) {
                long i = row.get("id").longValue() - first;
                if (i >= 0 && i < UNTOUCHED) {
                    times[(int) i]++;
                }
            }
            next = page.get("next").textValue();
        } while (next != null);
        Map<Long, Integer> wrong = new HashMap<>();
        for (int i = 0; i < UNTOUCHED; i++) {
            if (times[i] != 1) {
                wrong.put(first + i, times[i]);
            }
        }
        return wrong;
    }

    private void addAndDelete() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            Map<String, Object> row = new HashMap<>(Map.of("path", "/" + mark, "ms_path", mark + "+", "created_at",
                    random.nextInt(145), "type", "t" + random.nextInt(6), "noise_jy", random.nextInt(42) / 10.0));
            row.put("field_name", random.nextInt(4) == 0 ? null : "f" + random.nextInt(32));
            rows.add(row);
        }
        try {
            JsonNode stored = SampleRows.JSON.readTree(given().contentType("application/json")
                    .body(SampleRows.JSON.writeValueAsBytes(rows)).post(IMAGES).then().statusCode(201).extract()
                    .asByteArray());
            stored.forEach(row -> added.add(row.get("id").longValue()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        addedInAll += BATCH;
        List<Long> old = new ArrayList<>();
        while (added.size() > KEPT) {
            old.add(added.remove());
        }
        deletedInAll += units.write(Database.PRODUCTS, connection -> delete(connection
                .prepareStatement("DELETE FROM images WHERE id = ?"), old)).await().indefinitely();
        batchesDone.release();
    }

    private static int delete(PreparedStatement statement, List<Long> ids) throws SQLException {
        int deleted = 0;
        try (statement) {
            for (long id : ids) {
                statement.setLong(1, id);
                deleted += statement.executeUpdate();
            }
        }
        return deleted;
    }
}

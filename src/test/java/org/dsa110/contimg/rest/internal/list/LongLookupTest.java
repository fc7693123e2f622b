package org.dsa110.contimg.rest.internal.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.products.Image;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of a value that many rows have, such as type=dirty, by the rows they have and the steps that SQLite takes. */
class LongLookupTest {
    private static final int ROWS = 200_000;
    /** To read and sort half of the rows takes millions. */
    private static final long WALKED = 40_000;

    private final TableDescription<Image> table = new TableDescription<>(Database.PRODUCTS, Image.class);

    @TempDir
    Path folder;
    private Connection connection;
    private CountedLists lists;

    @BeforeEach
    void createTable() throws SQLException {
        connection = RebuiltTable.connect(folder.resolve("products.sqlite3"));
        lists = CountedLists.of(connection, table, "");
        RebuiltTable.execute(connection, "CREATE INDEX of_path ON images (path)");
        RebuiltTable.execute(connection, "CREATE INDEX of_time ON images (created_at)");
        RebuiltTable.execute(connection, "CREATE INDEX of_type ON images (type, created_at)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void aValueThatManyRowsHaveIsWalkedInTheOrderOfTheList() throws Exception {
        fill();
        for (String asked : List.of("type=dirty", "type=dirty order=-id", "type__in=dirty,clean", "type__isnull=true",
                "type__startswith=di", "type=dirty noise_jy__lt=1e9", "type=dirty fields=id,type",
                "type=dirty created_at__ge=50", "type=dirty created_at__ge=50 order=-id",
                "created_at__ge=50 created_at__le=199950 order=-id", "path__startswith=/stage order=-created_at",
                "path__startswith=/stage order=created_at")) {
            assertThat(lists.steps(asked.split(" "))).as(asked).isLessThan(WALKED);
            assertThat(lists.stepsOfSecond(asked.split(" "))).as("the page behind the first of " + asked)
                    .isLessThan(WALKED);
        }
        assertThat(lists.steps("type=dirty", "order=noise_jy")).as("an order that no index has is sorted")
                .isGreaterThan(ROWS);
    }

    @Test
    void soIsALongPage() throws Exception {
        fill();
        assertThat(lists.steps("type=dirty", "limit=1000")).isLessThan(4 * WALKED);
        assertThat(lists.stepsOfSecond("type=dirty", "limit=1000")).isLessThan(4 * WALKED);
    }

    @Test
    void whatIsNewSinceARowIsReadFromThereOn() throws Exception {
        fill();
        assertThat(lists.steps("type=dirty", "id__gt=199990")).isLessThan(WALKED);
        assertThat(lists.steps("type=dirty", "id__gt=100000", "id__le=100050")).isLessThan(WALKED);
        assertThat(lists.steps("path__startswith=/stage", "created_at__gt=199990", "order=-created_at"))
                .isLessThan(WALKED);
    }

    @Test
    void theLastPageIsWalkedToTheEnd() throws Exception {
        fill();
        RebuiltTable.execute(connection, "UPDATE images SET type = 'other' WHERE id > 700 AND id <= 199300");
        RebuiltTable.execute(connection, "UPDATE images SET type = 'dirty' WHERE id > 60000 AND id <= 70000");
        RebuiltTable.execute(connection, "DELETE FROM images WHERE type = 'other'");
        RebuiltTable.execute(connection, "DELETE FROM images WHERE id > 60900 AND id <= 69000");
        List<String> ids = lists.pages("type=dirty", "order=-id", "limit=1000");
        assertThat(ids).isEqualTo(
                RebuiltTable.strings(connection, "SELECT id FROM images WHERE type = 'dirty' ORDER BY id DESC"))
                .hasSizeGreaterThan(2000);
        String next = lists.list("type=dirty", "order=-id", "limit=1000").get("next").textValue();
        String last = lists.list("type=dirty", "order=-id", "limit=1000", "next=" + next).get("next").textValue();
        assertThat(lists.steps("type=dirty", "order=-id", "next=" + last)).isLessThan(WALKED);
    }

    @Test
    void aValueThatIsRareAtTheFrontIsLookedUp() throws Exception {
        fill();
        RebuiltTable.execute(connection, "UPDATE images SET type = 'new' WHERE id > 198000");
        assertThat(lists.steps("type=new")).as("2,000 are sorted, and 1,000 walked in vain").isLessThan(ROWS)
                .isGreaterThan(2_000);
        assertThat(lists.steps("type=new", "order=-id")).as("from behind they fill the page").isLessThan(WALKED);
        assertThat(lists.pages("type=new", "limit=300"))
                .isEqualTo(IntStream.rangeClosed(198_001, ROWS).mapToObj(Integer::toString).toList());
    }

    @Test
    void fewRowsAreCountedAndNothingElse() throws Exception {
        fill();
        assertThat(lists.steps("path=/stage/7")).as("its index has the order of the key").isLessThan(500);
        assertThat(lists.steps("path=/stage/7", "order=-created_at")).isLessThan(1_000);
        assertThat(lists.steps("path__in=/stage/7,/stage/199999")).isLessThan(1_000);
        assertThat(lists.steps("type=dirty", "created_at__ge=199990")).as("all that the index looks up is counted")
                .isLessThan(1_000);
        assertThat(lists.steps("type=dirty", "order=-created_at")).as("nor is what comes in order").isLessThan(4_000);
    }

    @Test
    void pagesHaveEachRowOnceWhileOthersGo() throws Exception {
        fill();
        List<String> ids = new ArrayList<>();
        JsonNode page = lists.list("type=dirty", "limit=1000");
        page.get("items").forEach(row -> ids.add(row.get("id").asText()));
        RebuiltTable.execute(connection, "DELETE FROM images WHERE id <= 150000");
        RebuiltTable.execute(connection, "UPDATE images SET type = 'other' WHERE id <= 180000");
        List<String> rest = new ArrayList<>();
        while (!page.get("next").isNull()) {
            page = lists.list("type=dirty", "limit=1000", "next=" + page.get("next").textValue());
            page.get("items").forEach(row -> rest.add(row.get("id").asText()));
        }
        assertThat(ids).hasSize(1000).doesNotHaveDuplicates();
        assertThat(rest).isEqualTo(
                RebuiltTable.strings(connection, "SELECT id FROM images WHERE type = 'dirty' ORDER BY id"))
                .hasSizeGreaterThan(2000);
    }

    @Test
    void pagesHaveTheRowsThatTheFilterLeavesInTheOrderThatWasAskedFor() throws Exception {
        Random random = new Random(Long.getLong("lookup.seed", System.nanoTime()));
        long seed = random.nextLong();
        System.out.println("LongLookupTest: -Dlookup.seed=" + seed);
        random.setSeed(seed);
        RebuiltTable.execute(connection, "CREATE INDEX of_noise ON images (noise_jy DESC, type COLLATE NOCASE)");
        try (PreparedStatement insert = connection
                .prepareStatement("INSERT INTO images (type, created_at, noise_jy, path) VALUES (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 6_000; i++) {
                insert.setObject(1, random.nextInt(5) == 0 ? null : "t" + random.nextInt(i < 3_000 ? 2 : 3));
                insert.setObject(2, (double) random.nextInt(2_000));
                insert.setObject(3, random.nextInt(5) == 0 ? null : (double) random.nextInt(9));
                insert.setObject(4, "/p/" + random.nextInt(3));
                insert.executeUpdate();
            }
            connection.setAutoCommit(true);
        }
        String[][] filters = {{"type=t1", "type = 't1'"}, {"type=t2", "type = 't2'"},
                {"type__in=t0,t2", "type IN ('t0', 't2')"}, {"type__isnull=true", "type IS NULL"},
                {"path=/p/1 created_at__lt=1500", "path = '/p/1' AND created_at < 1500"},
                {"type=t1 id__gt=5000 noise_jy__ne=3", "type = 't1' AND id > 5000 AND noise_jy IS NOT 3"},
                {"noise_jy=2", "noise_jy = 2"}};
        for (String order : List.of("id", "-id", "created_at", "-created_at", "noise_jy", "-noise_jy",
                "path,-created_at",
                "type")) {
            String sql = List.of(order.split(",")).stream()
                    .map(term -> term.startsWith("-") ? term.substring(1) + " DESC" : term)
                    .collect(Collectors.joining(", ")) + (order.startsWith("-") ? ", id DESC" : ", id");
            for (String[] filter : filters) {
                List<String> asked = new ArrayList<>(List.of(filter[0].split(" ")));
                asked.addAll(List.of("order=" + order, "limit=170"));
                assertThat(lists.pages(asked.toArray(String[]::new))).as(filter[0] + " by " + order).isNotEmpty()
                        .isEqualTo(RebuiltTable.strings(connection,
                                "SELECT id FROM images WHERE " + filter[1] + " ORDER BY " + sql));
            }
        }
    }

    /** Of six rows one each is dirty, of no type and pbcor, and three are clean; the older a row, the lower its id. */
    private void fill() throws SQLException {
        RebuiltTable.execute(connection, "INSERT INTO images (type, created_at, noise_jy, path) WITH RECURSIVE n (i) AS"
                + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS
                + ") SELECT CASE i % 6 WHEN 0 THEN 'dirty'"
                + " WHEN 1 THEN NULL WHEN 2 THEN 'pbcor' ELSE 'clean' END, i, i, '/stage/' || i FROM n");
    }
}

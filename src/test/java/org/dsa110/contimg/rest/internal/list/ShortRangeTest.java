package org.dsa110.contimg.rest.internal.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.products.PhotometryMeasurement;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists with a filter such as mjd__ge in another order than the column's, by the rows they have and the steps that SQLite takes. */
class ShortRangeTest {
    private static final int ROWS = 200_000;

    private final TableDescription<PhotometryMeasurement> table = new TableDescription<>(Database.PRODUCTS,
            PhotometryMeasurement.class);

    @TempDir
    Path folder;
    private Connection connection;
    private CountedLists lists;

    @BeforeEach
    void createTable() throws SQLException {
        connection = RebuiltTable.connect(folder.resolve("products.sqlite3"));
        lists = CountedLists.of(connection, table, "");
        RebuiltTable.execute(connection, "CREATE INDEX of_mjd ON photometry (mjd)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void theNewestRowsInTheOrderOfTheKeyAreFoundWithoutReadingAllOthers() throws Exception {
        fill();
        assertThat(lists.steps("mjd__ge=199900")).isLessThan(50_000);
        assertThat(lists.steps("mjd__gt=199900", "snr__lt=1e9")).isLessThan(50_000);
        assertThat(lists.steps("mjd__ge=199900", "order=-snr")).isLessThan(50_000);
        assertThat(lists.stepsOfSecond("mjd__ge=199900", "limit=10")).isLessThan(50_000);
        assertThat(lists.steps("mjd__le=100", "order=-id")).isLessThan(50_000);
        assertThat(lists.steps("snr__ge=199900")).as("without an index all are read").isGreaterThan(ROWS);
    }

    @Test
    void aRangeWhoseRowsComeSoonIsWalkedInTheOrderOfTheList() throws Exception {
        fill();
        assertThat(lists.steps("mjd__ge=0")).isLessThan(20_000);
        assertThat(lists.steps("mjd__ge=160000", "order=-id")).as("the newest of many").isLessThan(20_000);
        assertThat(lists.stepsOfSecond("mjd__ge=170000"))
                .as("a page behind the first, of 30,000 rows, of which a third is counted").isLessThan(8 * 10_000);
        assertThat(lists.steps("snr__ge=0")).as("nothing is counted where no index is").isLessThan(20_000);
        assertThat(lists.steps("mjd__ge=0", "id=7")).as("nor where another filter has one").isLessThan(1_000);
    }

    /** To count as many as are a short range takes seven steps for each, and the walk before some; to sort all of the long one two million. */
    @Test
    void theShortOneOfTwoRangesIsRead() throws Exception {
        RebuiltTable.execute(connection, "CREATE INDEX of_time ON photometry (measured_at)");
        fill();
        RebuiltTable.execute(connection, "UPDATE photometry SET measured_at = id");
        for (String ranges : List.of("measured_at__ge=199900 mjd__ge=0", "measured_at__ge=0 mjd__ge=199900")) {
            assertThat(lists.steps(ranges.split(" "))).as(ranges).isLessThan(12 * 50_000);
        }
    }

    @Test
    void pagesThatAreSortedAndThoseThatAreWalkedHaveEachRowOnce() throws Exception {
        fill();
        assertThat(lists.pages("mjd__ge=170000", "limit=1000"))
                .isEqualTo(IntStream.rangeClosed(170_000, ROWS).mapToObj(Integer::toString).toList());
    }

    @Test
    void anIndexThatComparesOtherwiseIsNotUsed() throws Exception {
        for (String[] collations : List.of(new String[]{"", " COLLATE NOCASE"},
                new String[]{" COLLATE NOCASE", " COLLATE BINARY"})) {
            lists = CountedLists.of(connection, table, collations[0]);
            RebuiltTable.execute(connection, "CREATE INDEX of_source ON photometry (source_id" + collations[1] + ")");
            RebuiltTable.execute(connection,
                    "INSERT INTO photometry (source_id) VALUES ('b'), ('A'), ('c'), ('B'), ('a')");
            assertThat(lists.pages("source_id__gt=a")).isEqualTo(RebuiltTable.strings(connection,
                    "SELECT id FROM photometry WHERE source_id > 'a' ORDER BY id")).isNotEmpty();
        }
    }

    @Test
    void aQueryWithTheNameOfATableHasNoneOfItsIndexes() throws Exception {
        fill();
        CountedLists query = new CountedLists(connection, new TableDescription<>(Database.PRODUCTS,
                PhotometryMeasurement.class, "SELECT * FROM photometry WHERE id <= 10"));
        assertThat(query.pages("mjd__ge=7")).containsExactly("7", "8", "9", "10");
    }

    @Test
    void pagesHaveTheRowsThatTheFilterLeavesInTheOrderThatWasAskedFor() throws Exception {
        Random random = new Random(Long.getLong("range.seed", System.nanoTime()));
        long seed = random.nextLong();
        System.out.println("ShortRangeTest: -Drange.seed=" + seed);
        random.setSeed(seed);
        try (PreparedStatement insert = connection
                .prepareStatement("INSERT INTO photometry (mjd, snr, source_id) VALUES (?, ?, ?)")) {
            for (int i = 0; i < 300; i++) {
                insert.setObject(1, random.nextInt(5) == 0 ? null : (double) random.nextInt(20));
                insert.setObject(2, random.nextInt(5) == 0 ? null : (double) random.nextInt(4));
                insert.setObject(3, random.nextInt(5) == 0 ? null : "s" + random.nextInt(4));
                insert.executeUpdate();
            }
        }
        for (String order : List.of("id", "-id", "snr", "-snr", "source_id,-snr", "-source_id", "mjd")) {
            String sql = List.of(order.split(",")).stream()
                    .map(term -> term.startsWith("-") ? term.substring(1) + " DESC" : term)
                    .collect(Collectors.joining(", "));
            String decides = order.startsWith("-") ? ", id DESC" : ", id";
            List<String> expected = RebuiltTable.strings(connection,
                    "SELECT id FROM photometry WHERE mjd >= 10 ORDER BY " + sql + decides);
            assertThat(expected).isNotEmpty();
            assertThat(lists.pages("mjd__ge=10", "limit=7", "order=" + order)).as(order).isEqualTo(expected);
        }
    }

    private void fill() throws SQLException {
        RebuiltTable.execute(connection, "INSERT INTO photometry (mjd, snr) WITH RECURSIVE n (i) AS"
                + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS + ") SELECT i, i FROM n");
    }
}

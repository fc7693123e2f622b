package org.dsa110.contimg.rest.internal.found;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;

import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.internal.list.CountedLists;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of what other programs have, whatever its key and its indexes, have the rows that the filter leaves, by walking and by looking up. */
class FoundLookupsTest {
    private static final String VALUES = " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)"
            + " SELECT i, CASE WHEN i < 0.8 * %1$d THEN substr('aAb', i %% 3 + 1, 1) ELSE 'c' END, i %% 7, i / 2 FROM n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b, c); CREATE INDEX i ON t (a, b)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b, c); CREATE INDEX i ON t (a, c); CREATE INDEX j ON t (c)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE, b, c); CREATE INDEX i ON t (a, b)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b, c); CREATE INDEX i ON t (a COLLATE NOCASE, b); CREATE INDEX j ON t (c DESC)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b, c); CREATE INDEX i ON t (a, b) WHERE b IS NOT NULL; CREATE INDEX j ON t (b, a)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b, c); CREATE INDEX \"i (j\" ON t (a, b); CREATE INDEX i ON t (b + 1, a)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b, c); CREATE INDEX i ON t (a, b); CREATE INDEX \"k (l)\" ON t (c, id)",
            "CREATE TABLE t (id INT PRIMARY KEY, a TEXT, b, c); CREATE INDEX i ON t (a, b)",
            "CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT, b, c); CREATE INDEX i ON t (a, b)",
            "CREATE TABLE t (id, a TEXT, b, c, PRIMARY KEY (c, id DESC)); CREATE INDEX i ON t (a, b)",
            "CREATE TABLE t (id INT, a TEXT, b, c, PRIMARY KEY (id)) WITHOUT ROWID; CREATE INDEX i ON t (a, b)",
            "CREATE TABLE t (id INT, a TEXT, b, c, PRIMARY KEY (b, id)) WITHOUT ROWID; CREATE INDEX i ON t (a, c)",
            "CREATE TABLE t (id INT, a TEXT, b, c); CREATE INDEX i ON t (a, b); CREATE INDEX j ON t (b)",
            "CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT, b, c); CREATE INDEX i ON u (a, b); CREATE VIEW t AS SELECT * FROM u",
            "CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT, b, c); CREATE INDEX i ON u (a, b); CREATE VIEW t AS SELECT * FROM u AS found",
            "CREATE VIRTUAL TABLE t USING fts5 (id, a, b, c)"})
    void listsHaveTheirRows(String made) throws Exception {
        try (Connection connection = RebuiltTable.connect(folder.resolve("products.sqlite3"))) {
            for (String sql : made.split("; ")) {
                RebuiltTable.execute(connection, sql);
            }
            RebuiltTable.execute(connection,
                    "INSERT INTO " + (made.contains("VIEW") ? "u" : "t") + VALUES.formatted(4_000));
            FoundTable table = FoundSchema.describe(connection, Database.PRODUCTS, FoundSchema.entry(connection, "t"));
            CountedLists lists = new CountedLists(connection, table);
            String[][] filters = {{"a=a", "a = 'a' COLLATE BINARY"},
                    {"a__in=A,c", "a COLLATE BINARY IN ('A', 'c')"}, {"b__ge=3", "b >= 3"},
                    {"a=b c__lt=1900 b__ne=2", "a = 'b' AND c < 1900 AND b <> 2"}};
            for (String order : List.of("", "-b,-id")) {
                for (String[] filter : filters) {
                    String asked = filter[0] + " limit=400" + (order.isEmpty() ? "" : " order=" + order);
                    List<String> ids = lists.pages(asked.split(" "));
                    assertThat(ids).as(asked).containsExactlyInAnyOrderElementsOf(
                            RebuiltTable.strings(connection, "SELECT id FROM t WHERE " + filter[1])).isNotEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INTEGER PRIMARY KEY", "INT PRIMARY KEY", "TEXT NOT NULL PRIMARY KEY"})
    void aValueThatManyRowsHaveIsWalkedInTheOrderOfTheKey(String key) throws Exception {
        try (Connection connection = RebuiltTable.connect(folder.resolve("products.sqlite3"))) {
            RebuiltTable.execute(connection, "CREATE TABLE t (id " + key + ", a TEXT, b, c)");
            RebuiltTable.execute(connection, "CREATE INDEX \"i (j\" ON t (a, b)");
            RebuiltTable.execute(connection, "INSERT INTO t" + VALUES.formatted(30_000));
            CountedLists lists = new CountedLists(connection,
                    FoundSchema.describe(connection, Database.PRODUCTS, FoundSchema.entry(connection, "t")));
            assertThat(lists.steps("a=a", "limit=20")).isLessThan(15_000);
            assertThat(lists.stepsOfSecond("a=a", "limit=20")).isLessThan(15_000);
            assertThat(lists.steps("a=a", "limit=20", "order=c")).as("what is sorted").isGreaterThan(50_000);
        }
    }
}

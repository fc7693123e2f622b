package org.dsa110.contimg.rest.internal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.validation.Validator;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.products.MeasurementSet;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.internal.imports.CsvRows;
import org.dsa110.contimg.rest.internal.imports.Import;
import org.dsa110.contimg.rest.internal.imports.ImportReport;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who asks for it hears of every row that is added, changed or removed, in the transaction that does it. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class RowListenerTest {
    private final String mark = UUID.randomUUID().toString();
    private final TableDescription<MeasurementSet> table = new TableDescription<>(Database.PRODUCTS,
            MeasurementSet.class);

    @Inject
    UnitExecutor units;
    @Inject
    Validator validator;
    @Inject
    Clock clock;

    /** Keeps in a table what stage each row had before and has after; refuses the stage bad. */
    private static final class Log implements RowListener {
        @Override
        public void before(Connection connection, List<Object> key) throws SQLException {
            log(connection, "before", key);
        }

        @Override
        public void after(Connection connection, List<Object> key) throws SQLException {
            log(connection, "after", key);
        }

        private static void log(Connection connection, String what, List<Object> key) throws SQLException {
            try (PreparedStatement insert = Statements.prepare(connection,
                    "INSERT INTO heard (path, what) SELECT path, ? || ' ' || coalesce(stage, '-') FROM ms_index WHERE path = ?",
                    List.of(what, key.get(0)))) {
                assertThat(insert.executeUpdate()).isEqualTo(1);
            }
        }
    }

    /** What requests do to a table with such a listener. */
    private TableWrites writes() {
        return new TableWrites(units, validator, new KeptAnswers(clock), table, new Log());
    }

    private ImportReport importCsv(String upload) {
        TableWrites writes = writes();
        return new Import(units, writes, GivenRows.NEW)
                .run(new CsvRows(new ByteArrayInputStream(bytes(upload)), table, writes.newRow(GivenRows.NEW)));
    }

    @BeforeEach
    void makeLog() {
        units.write(Database.PRODUCTS, connection -> connection.createStatement()
                .execute("CREATE TABLE IF NOT EXISTS heard (n INTEGER PRIMARY KEY, path TEXT, what TEXT"
                        + " CHECK (what <> 'after bad'))"))
                .await().indefinitely();
    }

    @Test
    void anAddedAChangedAndARemovedRowAreHeardOf() {
        List<Object> key = List.of(mark);
        units.write(Database.PRODUCTS, connection -> {
            try (RowWriter store = writes().store(connection)) {
                store.add(row("a"));
                assertThat(store.update(key, Map.of(table.column("stage"), "b"))).isTrue();
                assertThat(store.delete(key)).isTrue();
            }
            return null;
        }).await().indefinitely();
        assertThat(heard()).containsExactly("after a", "before a", "after b", "before b");
    }

    @Test
    void aRowThatIsNotThereIsNotHeardOf() {
        units.write(Database.PRODUCTS, connection -> {
            try (RowWriter store = writes().store(connection)) {
                assertThat(store.update(List.of(mark), Map.of(table.column("stage"), "b"))).isFalse();
                assertThat(store.delete(List.of(mark))).isFalse();
            }
            return null;
        }).await().indefinitely();
        assertThat(heard()).isEmpty();
    }

    @Test
    void createsUpsertsAndImportsAreHeardOf() {
        writes().create(bytes("{'path':'MARK','stage':'a'}"), "/ms_index", null).await().indefinitely();
        writes().upsert(bytes("{'path':'MARK','stage':'b'}"), null, new Preconditions(null, null)).await()
                .indefinitely();
        importCsv("path,stage\nMARKi,c\n");
        assertThat(heard()).containsExactly("after a", "before a", "after b", "after c");
    }

    @Test
    void whoRefusesARowUndoesIt() {
        assertThatThrownBy(() -> units.write(Database.PRODUCTS, connection -> {
            try (RowWriter store = writes().store(connection)) {
                return store.add(row("bad"));
            }
        }).await().indefinitely()).hasMessageContaining("CHECK");
        ImportReport report = importCsv("path,stage\nMARK1,a\nMARK2,bad\nMARK3,b\n");
        assertThat(report.imported()).isEqualTo(2);
        assertThat(report.failures()).extracting(ImportReport.Failure::line).containsExactly(3L);
        assertThat(heard()).containsExactly("after a", "after b");
        assertThat(query("SELECT substr(path, 37) FROM ms_index WHERE path LIKE ? ORDER BY path")).containsExactly("1",
                "3");
    }

    private Map<ColumnDescription, Object> row(String stage) {
        return Map.of(table.column("path"), mark, table.column("stage"), stage);
    }

    private byte[] bytes(String body) {
        return body.replace('\'', '"').replace("MARK", mark).getBytes(StandardCharsets.UTF_8);
    }

    private List<String> heard() {
        return query("SELECT what FROM heard WHERE path LIKE ? ORDER BY n");
    }

    private List<String> query(String sql) {
        return units.read(Database.PRODUCTS, connection -> {
            List<String> values = new ArrayList<>();
            try (PreparedStatement select = Statements.prepare(connection, sql, List.of(mark + "%"));
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    values.add(row.getString(1));
                }
            }
            return values;
        }).await().indefinitely();
    }
}

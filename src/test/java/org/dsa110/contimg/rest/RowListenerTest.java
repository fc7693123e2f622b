package org.dsa110.contimg.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import jakarta.validation.Validator;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.products.MeasurementSet;
import org.dsa110.contimg.products.MeasurementSetRepository;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.internal.imports.ImportReport;
import org.dsa110.contimg.rest.internal.list.Rows;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.NewRows;
import org.dsa110.contimg.rest.internal.write.Preconditions;
import org.dsa110.contimg.rest.internal.write.RowInsert;
import org.dsa110.contimg.rest.internal.write.RowStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who asks for it hears of every row that is added, changed or removed, in the transaction that does it. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class RowListenerTest {
    private final String mark = UUID.randomUUID().toString();
    private final TableDescription<MeasurementSet> table = new TableDescription<>(Database.PRODUCTS,
            MeasurementSet.class);
    private final RowStore<MeasurementSet> store = new RowStore<>(table, new Log());

    @Inject
    UnitsOfWork units;
    @Inject
    TableServices access;
    @Inject
    Validator validator;
    @Inject
    MeasurementSetRepository repository;

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
            try (PreparedStatement insert = Rows.prepare(connection,
                    "INSERT INTO heard (path, what) SELECT path, ? || ' ' || coalesce(stage, '-') FROM ms_index WHERE path = ?",
                    List.of(what, key.get(0)))) {
                assertThat(insert.executeUpdate()).isEqualTo(1);
            }
        }
    }

    /** A table with such a listener; not one of those that are served. */
    @Vetoed
    private static final class Heard extends TableResource<MeasurementSet> {
        Heard(TableServices access, MeasurementSetRepository repository) {
            super(access, Database.PRODUCTS, MeasurementSet.class, new Log());
        }

        @Override
        public boolean merges() {
            return true;
        }
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
            try (RowInsert<MeasurementSet> insert = store.insert(connection)) {
                insert.add(row("a"));
            }
            assertThat(store.update(connection, key, Map.of(table.column("stage"), "b"))).isTrue();
            assertThat(store.delete(connection, key)).isTrue();
            return null;
        }).await().indefinitely();
        assertThat(heard()).containsExactly("after a", "before a", "after b", "before b");
    }

    @Test
    void aRowThatIsNotThereIsNotHeardOf() {
        units.write(Database.PRODUCTS, connection -> {
            assertThat(store.update(connection, List.of(mark), Map.of(table.column("stage"), "b"))).isFalse();
            assertThat(store.delete(connection, List.of(mark))).isFalse();
            return null;
        }).await().indefinitely();
        assertThat(heard()).isEmpty();
    }

    @Test
    void createsUpsertsAndImportsAreHeardOf() throws IOException {
        Heard resource = new Heard(access, repository);
        NewRows<MeasurementSet> created = NewRows.parse(table, validator, bytes("{'path':'MARK','stage':'a'}"));
        units.write(Database.PRODUCTS, connection -> created.store(store, connection)).await().indefinitely();
        resource.upsert(bytes("{'path':'MARK','stage':'b'}"), null, new Preconditions(null, null)).await()
                .indefinitely();
        resource.importRows(new ByteArrayInputStream(bytes("path,stage\nMARKi,c\n")), true);
        assertThat(heard()).containsExactly("after a", "before a", "after b", "after c");
    }

    @Test
    void whoRefusesARowUndoesIt() {
        assertThatThrownBy(() -> units.write(Database.PRODUCTS, connection -> {
            try (RowInsert<MeasurementSet> insert = store.insert(connection)) {
                return insert.add(row("bad"));
            }
        }).await().indefinitely()).hasMessageContaining("CHECK");
        ImportReport report = new Heard(access, repository)
                .importRows(new ByteArrayInputStream(bytes("path,stage\nMARK1,a\nMARK2,bad\nMARK3,b\n")), true);
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
            try (PreparedStatement select = Rows.prepare(connection, sql, List.of(mark + "%"));
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    values.add(row.getString(1));
                }
            }
            return values;
        }).await().indefinitely();
    }
}

package org.dsa110.contimg.database.internal.sqlite.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.execute;
import static org.dsa110.contimg.RebuiltTable.rebuild;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Location;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another program may do to a file that keeps it closed until it is undone, and how that is told. */
class ClosedFileTest {
    @TempDir
    Path folder;
    private MigratedFile file;

    @BeforeEach
    void makeFile() throws Exception {
        file = MigratedFile.make(folder, "products", "products_alone", "all");
    }

    @Test
    void aUniqueKeyThatRowsBreakByNowKeepsTheFileClosedAndNothingIsChanged() throws Exception {
        rebuild(file.path(), "mosaics", " UNIQUE", "");
        try (Connection connection = connect(file.path())) {
            for (int i = 0; i < 2; i++) {
                execute(connection,
                        "INSERT INTO mosaics (path, name, created_at, start_mjd, end_mjd) VALUES ('p', 'n', 1, 1, 1)");
            }
        }
        List<String> before = file.schema();
        assertThatThrownBy(file::open).isInstanceOfSatisfying(DatabaseException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
                .hasMessageContaining(file.path().toString())
                .hasMessageContaining("unique key (path) of table mosaics cannot be put back");
        assertThat(file.schema()).isEqualTo(before);
    }

    @Test
    void aColumnOrTableOrRowNumberThatIsGoneKeepsTheFileClosed() throws Exception {
        rebuild(file.path(), "photometry", "    snr REAL,\n", "");
        assertThatThrownBy(file::open).hasMessageContaining("table photometry has no column snr");
        makeFile();
        rebuild(file.path(), "images", "id INTEGER PRIMARY KEY", "id BIGINT");
        assertThatThrownBy(file::open).hasMessageContaining("id of table images is not INTEGER PRIMARY KEY");
        makeFile();
        try (Connection connection = connect(file.path())) {
            execute(connection, "DROP TABLE jobs");
        }
        assertThatThrownBy(file::open).hasMessageContaining("there is no table jobs");
    }

    @Test
    void thatAFileCannotBeServedIsToldAndThatItCanBeAgain() throws Exception {
        KeptSchema kept = new KeptSchema(new Location.File(file.path()), Map.of("flyway_scratch", file.scripts()));
        try (LoggedLines log = new LoggedLines(KeptSchema.class); Connection connection = connect(file.path())) {
            execute(connection, "ALTER TABLE jobs RENAME TO others");
            kept.restore(connection, KeptSchema.Transaction.on(connection));
            assertThat(kept.isFaulty()).isTrue();
            assertThat(log.messages()).singleElement().asString().contains(file.path().toString(),
                    "there is no table jobs");
            assertThat(log.warnings()).isOne();

            execute(connection, "ALTER TABLE others RENAME TO jobs");
            kept.restore(connection, KeptSchema.Transaction.on(connection));
            assertThat(kept.isFaulty()).isFalse();
            assertThat(log.messages()).hasSize(2).last().asString().contains(file.path() + " can be served again");
        }
    }
}

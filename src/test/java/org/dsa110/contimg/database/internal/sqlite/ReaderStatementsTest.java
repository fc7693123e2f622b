package org.dsa110.contimg.database.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.ScratchFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements of reads that a later read prepares again, while another program writes. */
class ReaderStatementsTest {
    private static final String ALL = "SELECT * FROM t ORDER BY 1";

    @TempDir
    Path folder;
    private ScratchFile file;
    private SqliteConnection reader;

    @BeforeEach
    void open() throws SQLException {
        file = new ScratchFile(folder);
        other("INSERT INTO t VALUES ('first')");
        reader = new DatabaseSettings(Map.of()).engine().openReader(file.location());
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void theNextReadHasTheSameStatementAndWhatIsStoredByThen() throws SQLException {
        reader.beginRead();
        PreparedStatement first = reader.jdbc().prepareStatement(ALL);
        assertThat(texts(first)).containsExactly("x", "first");
        reader.rollback();
        other("INSERT INTO t VALUES ('second')");

        reader.beginRead();
        PreparedStatement second = reader.jdbc().prepareStatement(ALL);
        assertThat(second).isSameAs(first);
        assertThat(texts(second)).containsExactly("x", "first", "second");
        reader.rollback();
    }

    @Test
    void aReadSeesOneSnapshotFromItsFirstStatementOn() throws SQLException {
        for (int i = 0; i < 2; i++) {
            reader.beginRead();
            try (PreparedStatement one = reader.jdbc().prepareStatement("SELECT count(*) FROM t")) {
                assertThat(texts(one)).containsExactly("count(*)", "1");
                other("INSERT INTO t VALUES ('meanwhile')");
                assertThat(texts(one)).containsExactly("count(*)", "1");
            }
            reader.rollback();
            other("DELETE FROM t WHERE x = 'meanwhile'");
        }
    }

    @Test
    void aColumnThatAnotherProgramAddsOrRenamesIsSeen() throws SQLException {
        assertThat(read()).containsExactly("x", "first");
        other("ALTER TABLE t ADD COLUMN y DEFAULT 'new'");
        assertThat(read()).containsExactly("x", "y", "first", "new");
        other("ALTER TABLE t RENAME COLUMN y TO z");
        assertThat(read()).containsExactly("x", "z", "first", "new");
        other("DROP TABLE t");
        other("CREATE TABLE t (another)");
        assertThat(read()).containsExactly("another");
    }

    @Test
    void aReadOfThePastHasTheColumnsOfThePast() throws SQLException {
        assertThat(read()).containsExactly("x", "first");
        reader.beginRead();
        try (PreparedStatement any = reader.jdbc().prepareStatement("SELECT 1 AS one");
                PreparedStatement all = reader.jdbc().prepareStatement(ALL)) {
            assertThat(texts(any)).containsExactly("one", "1");
            other("ALTER TABLE t ADD COLUMN y DEFAULT 'new'");
            assertThat(texts(all)).containsExactly("x", "first");
        }
        reader.rollback();
        assertThat(read()).containsExactly("x", "y", "first", "new");
    }

    private List<String> read() throws SQLException {
        reader.beginRead();
        try (PreparedStatement all = reader.jdbc().prepareStatement(ALL)) {
            return texts(all);
        } finally {
            reader.rollback();
        }
    }

    /** The names of the columns, then the values of all rows. */
    private static List<String> texts(PreparedStatement statement) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            int columns = row.getMetaData().getColumnCount();
            for (int i = 1; i <= columns; i++) {
                texts.add(row.getMetaData().getColumnName(i));
            }
            while (row.next()) {
                for (int i = 1; i <= columns; i++) {
                    texts.add(row.getString(i));
                }
            }
        }
        return texts;
    }

    private void other(String sql) throws SQLException {
        try (Connection program = file.otherProgram()) {
            ScratchFile.execute(program, sql);
        }
    }
}

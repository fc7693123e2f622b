package org.dsa110.contimg.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** What a file keeps of positions when the rule of what counts in them is brought to it. */
class PositionsMigrationTest {
    @TempDir
    Path folder;

    @Test
    void whatWasKeptIsMadeAnew() throws SQLException, IOException {
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + folder.resolve("products.sqlite3"),
                new Properties()); Statement statement = connection.createStatement()) {
            for (String migration : List.of("V1__tables", "V4__variability", "V5__sky", "V6__source_places")) {
                statement.executeUpdate(script(migration));
            }
            statement.executeUpdate("""
                INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at) VALUES
                    ('blob', '/i', 200, 20, 1, 1), ('blob', '/i', x'00004843', 20, 1, 1),
                    ('beyond', '/i', 300, 20, 1, 1), ('beyond', '/i', 300, 95, 1, 1),
                    ('none', '/i', 'a', 'b', 1, 1), ('right', '/i', 10, 10, 1, 1), ('wide', '/i', 1, 1, 1, 1),
                    ('wide', '/i', 2, 1, 1, 1)""");
            statement.executeUpdate("""
                INSERT INTO variability_sums (source_id, fluxes, weighted, positions)
                SELECT DISTINCT source_id, 1, 1, 1 FROM photometry""");
            statement.executeUpdate("""
                INSERT INTO variability_stats (source_id, ra_deg, dec_deg, updated_at)
                SELECT DISTINCT source_id, 7, 7, 1 FROM photometry""");
            statement.executeUpdate(script("V7__positions"));
            assertThat(rows(statement, "SELECT source_id, ra_deg, dec_deg FROM source_places ORDER BY 1"))
                    .containsExactly("beyond|300.0|20.0", "blob|200.0|20.0", "right|10.0|10.0", "wide|null|null");
            assertThat(rows(statement,
                    "SELECT source_id, round(ra_deg, 9), round(dec_deg, 9) FROM variability_stats ORDER BY 1"))
                    .containsExactly("beyond|300.0|20.0", "blob|200.0|20.0", "none|7.0|7.0", "right|7.0|7.0",
                            "wide|7.0|7.0");
            assertThat(rows(statement, "SELECT source_id, 1, 1 FROM variability_sums ORDER BY 1"))
                    .containsExactly("right|1|1", "wide|1|1");
        }
    }

    private static String script(String name) throws IOException {
        return new String(PositionsMigrationTest.class.getResourceAsStream("/db/products/" + name + ".sql")
                .readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(row.getString(1) + "|" + row.getString(2) + "|" + row.getString(3));
            }
        }
        return rows;
    }
}

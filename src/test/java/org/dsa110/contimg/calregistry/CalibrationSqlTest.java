package org.dsa110.contimg.calregistry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.dsa110.contimg.database.Statements;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the index finds which calibration tables are valid, and no others, whatever their bounds are. */
class CalibrationSqlTest {
    /** What it means, said without the index. */
    private static final String VALID = "status = 'active' AND (valid_start_mjd IS NULL OR valid_start_mjd <= ?)"
            + " AND (valid_end_mjd IS NULL OR valid_end_mjd >= ? AND typeof(valid_end_mjd) NOT IN ('text', 'blob'))";
    private static final List<Double> LENGTHS = List.of(0.0, 0.1, 0.25, 0.26, 1.0, 3.9, 4.0, 16.0, 17.0, 64.0, 256.0,
            1024.0, 1025.0,
            1e6, -1.0);
    private static final List<Object> ODD = List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, "unknown", "",
            "60000",
            new byte[]{1, 2}, 1e300, -1e300, 1e9, -1e9, Long.MAX_VALUE, Long.MIN_VALUE, 9007199254740993L,
            Double.MIN_VALUE, 60000);

    private final Random random = new Random(15);
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** Other programs' tables may have columns of another type, or without one, which keep integers. */
    @ParameterizedTest
    @ValueSource(strings = {"REAL", "", "INTEGER"})
    void theIndexFindsWhatIsValid(String type) throws SQLException, IOException {
        List<Object> times = new ArrayList<>();
        tables(type);
        try (PreparedStatement row = connection
                .prepareStatement("INSERT INTO caltables (set_name, path, table_type, order_index,"
                        + " created_at, valid_start_mjd, valid_end_mjd, status) VALUES ('a', ?, 'K', 10, 1, ?, ?, ?)")) {
            for (int i = 0; i < 3000; i++) {
                Object start = bound(60000 + random.nextInt(8000) / 4.0 + (i % 2 == 0 ? random.nextDouble() : 0));
                Object end = bound(
                        start instanceof Double mjd ? mjd + LENGTHS.get(random.nextInt(LENGTHS.size())) : 60000.0);
                Statements.bind(row, Arrays.asList("p" + i, start, end, i % 10 == 0 ? "retired" : "active"));
                row.executeUpdate();
                times.add(start);
                times.add(end);
            }
        }
        int found = 0;
        for (Object time : times.subList(0, 1200)) {
            if (time instanceof Double mjd && Double.isFinite(mjd)) {
                for (double near : new double[]{mjd, Math.nextDown(mjd), Math.nextUp(mjd)}) {
                    List<Long> ids = ids(CalibrationSql.valid(near));
                    assertThat(ids).isEqualTo(ids(new CalibrationSql(VALID, List.of(near, near))));
                    found += ids.size();
                }
            }
        }
        assertThat(found).isPositive();
    }

    @Test
    void onlyWhatBeginsShortlyBeforeIsLookedAt() throws SQLException, IOException {
        tables("REAL");
        List<String> plan = new ArrayList<>();
        try (PreparedStatement explain = Statements.prepare(connection,
                "EXPLAIN QUERY PLAN SELECT * FROM caltables WHERE "
                        + CalibrationSql.valid(60000).condition()
                        + " ORDER BY created_at DESC NULLS LAST, id DESC NULLS LAST LIMIT 101",
                CalibrationSql.valid(60000).values()); ResultSet steps = explain.executeQuery()) {
            while (steps.next()) {
                plan.add(steps.getString("detail"));
            }
        }
        assertThat(plan).contains("SEARCH caltables USING INTEGER PRIMARY KEY (rowid=?)",
                "SEARCH caltables USING COVERING INDEX idx_caltables_window (<expr>=? AND valid_start_mjd>? AND valid_start_mjd<?)",
                "SEARCH caltables USING INDEX idx_caltables_valid (valid_start_mjd=? AND valid_end_mjd>?)",
                "SEARCH caltables USING INDEX idx_caltables_valid (valid_start_mjd=? AND valid_end_mjd=?)");
    }

    private Object bound(double usual) {
        int which = random.nextInt(20);
        return which == 0 ? null : which == 1 ? ODD.get(random.nextInt(ODD.size())) : (Object) usual;
    }

    private List<Long> ids(CalibrationSql choice) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT id FROM caltables WHERE " + choice.condition() + " ORDER BY id", choice.values());
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }

    /** Makes the table and its indexes as the migrations do, but for the type of the bounds. */
    private void tables(String type) throws SQLException, IOException {
        String sql = text("V1__tables.sql").replace("_mjd REAL", "_mjd " + type) + text("V5__valid_at.sql");
        try (Statement statement = connection.createStatement()) {
            for (String each : sql.replaceAll("--.*", "").split(";")) {
                if (!each.isBlank()) {
                    statement.executeUpdate(each);
                }
            }
        }
    }

    private static String text(String migration) throws IOException {
        try (InputStream file = CalibrationSql.class.getResourceAsStream("/db/cal_registry/" + migration)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

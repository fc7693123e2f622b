package org.dsa110.contimg.vo;

import static org.dsa110.contimg.rest.internal.list.SkyVectors.angle;
import static org.dsa110.contimg.rest.internal.list.SkyVectors.vector;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.sqlite.JDBC;

/**
 * The rows of a table that have a position, as SQL gives them.
 *
 * @param all never changed
 */
record SkyRows(List<SkyRow> all) {
    /** Degrees: two directions that are the same, as doubles say them. */
    private static final double SAME = 1e-12;

    /**
     * One of them.
     *
     * @param ra degrees
     * @param dec degrees
     */
    record SkyRow(String id, double ra, double dec) {
    }

    /** @param ra name of the column, as {@code dec} is */
    static SkyRows in(Path file, String table, String ra, String dec) throws SQLException {
        List<SkyRow> rows = new ArrayList<>();
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("SELECT id, " + ra + ", " + dec + " FROM " + table + " WHERE typeof("
                                + ra + ") = 'real' AND typeof(" + dec + ") = 'real' AND " + ra
                                + " BETWEEN -360 AND 720 AND abs(" + dec + ") <= 90")) {
            while (row.next()) {
                rows.add(new SkyRow(row.getString(1), row.getDouble(2), row.getDouble(3)));
            }
        }
        return new SkyRows(List.copyOf(rows));
    }

    static Connection connect(Path file) throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=60000&synchronous=OFF", new Properties());
    }

    /** The identifiers of those within a cone; all in degrees. */
    List<String> within(double ra, double dec, double radius) {
        double[] centre = vector(ra, dec);
        return all.stream().filter(row -> angle(vector(row.ra(), row.dec()), centre) <= radius + SAME)
                .map(SkyRow::id).toList();
    }
}

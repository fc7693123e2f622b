package org.dsa110.contimg.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A source by the rows of photometry, added up without SQLite's functions. */
final class MeasuredSource {
    private final Set<String> images = new HashSet<>();
    private final double[] sum = new double[3];
    private int measurements;

    /** By name, those whose names begin so. */
    static Map<String, MeasuredSource> all(Connection other, String prefix) throws SQLException {
        Map<String, MeasuredSource> expected = new TreeMap<>();
        try (Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery("SELECT source_id, image_path, ra_deg, dec_deg, typeof(dec_deg)"
                        + " FROM photometry WHERE source_id LIKE '" + prefix + "%'")) {
            while (row.next()) {
                MeasuredSource source = expected.computeIfAbsent(row.getString(1), name -> new MeasuredSource());
                source.measurements++;
                source.images.add(row.getString(2));
                if (row.getString(5).equals("real")) {
                    source.add(Math.toRadians(row.getDouble(3)), Math.toRadians(row.getDouble(4)));
                }
            }
        }
        return expected;
    }

    int measurements() {
        return measurements;
    }

    private void add(double ra, double dec) {
        sum[0] += Math.cos(dec) * Math.cos(ra);
        sum[1] += Math.cos(dec) * Math.sin(ra);
        sum[2] += Math.sin(dec);
    }

    void assertIn(Map<String, Object> row, String where) {
        assertThat(((Number) row.get("n_measurements")).intValue()).as(where).isEqualTo(measurements);
        assertThat(((Number) row.get("n_images")).intValue()).as(where).isEqualTo(images.size());
        double ra = (Math.toDegrees(Math.atan2(sum[1], sum[0])) + 360) % 360;
        double dec = Math.toDegrees(Math.atan2(sum[2], Math.hypot(sum[0], sum[1])));
        assertThat(((Number) row.get("ra_deg")).doubleValue()).as(where).isCloseTo(ra, within(1e-9));
        assertThat(((Number) row.get("dec_deg")).doubleValue()).as(where).isCloseTo(dec, within(1e-9));
    }
}

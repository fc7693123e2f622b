package org.dsa110.contimg.vo;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

import org.dsa110.contimg.products.Image;
import org.dsa110.contimg.products.MonitoringSource;
import org.dsa110.contimg.products.PhotometryMeasurement;
import org.dsa110.contimg.products.TransientCandidate;
import org.dsa110.contimg.rest.OtherProgram;

/** The tables with positions that other programs write, and how a row is put into one at a place. */
enum SearchableTable {
    IMAGES(Image.class, "center_ra_deg", "center_dec_deg", "path, ms_path, created_at, type",
            "'%1$s', '/ms', 1, 't'"), PHOTOMETRY(PhotometryMeasurement.class, "ra_deg", "dec_deg",
                    "image_path, source_id", "'/i', '%1$s'"), TRANSIENT_CANDIDATES(TransientCandidate.class, "ra_deg",
                            "dec_deg", "source_id", "'%1$s'"), MONITORING_SOURCES(MonitoringSource.class, "ra_deg",
                                    "dec_deg", "source_id", "'%1$s'");

    /** Where things go wrong, degrees: about right ascension 0, at the poles and near them, and in between. */
    static final List<double[]> PLACES = List.of(new double[]{0, 0}, new double[]{360, 0},
            new double[]{359.9995, 0.0005},
            new double[]{0.0005, -0.0005}, new double[]{0, 90}, new double[]{123.25, 90}, new double[]{271, 89.9995},
            new double[]{15, -90}, new double[]{200, -89.9995}, new double[]{10.684708, 41.26875},
            new double[]{190.684708, -41.26875});
    /** Cones about them: right ascension, declination, radius, degrees. */
    static final List<double[]> CONES = List.of(new double[]{0, 0, 0.001}, new double[]{359.9999, 0, 0.01},
            new double[]{-0.0001, 0, 0.01}, new double[]{360, 0, 0}, new double[]{0, 0, 0}, new double[]{0, 90, 0},
            new double[]{55, 90, 0.001}, new double[]{300, -90, 0.001}, new double[]{15, -90, 0},
            new double[]{10.684708, 41.26875, 0}, new double[]{10.684708, 41.26875, 1}, new double[]{100, 10, 90},
            new double[]{77, -3, 180});

    final Class<?> entity;
    final String ra;
    final String dec;
    private final String columns;
    private final String values;

    SearchableTable(Class<?> entity, String ra, String dec, String columns, String values) {
        this.entity = entity;
        this.ra = ra;
        this.dec = dec;
        this.columns = columns;
        this.values = values;
    }

    /** Its name in the file and in URLs. */
    String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Adds a row at each place. */
    void addPlaces(Path file, String mark) throws SQLException {
        int number = 0;
        for (double[] place : PLACES) {
            new OtherProgram(file.toString()).execute("INSERT INTO " + table() + " (" + columns + ", " + ra + ", " + dec
                    + ") VALUES (" + values.formatted(mark + number++) + ", ?, ?)", place[0], place[1]);
        }
    }

    SkyRows rows(Path file) throws SQLException {
        return SkyRows.in(file, table(), ra, dec);
    }
}

package org.dsa110.contimg.rest.internal.export;

import java.nio.file.Path;
import java.sql.SQLException;

import org.dsa110.contimg.rest.OtherProgram;

/** The table of images with more rows than all buffers between a service and a client that does not read hold; ids begin with 1. */
record LargeTable(OtherProgram other) {
    static final int ROWS = 100_000;
    /** Where an image cannot be read, many pages behind the first. */
    static final int FAULTY = 15_000;
    /** An expression whose evaluation fails. */
    static final String FAILS = "abs(-9223372036854775807 - 1)";
    /** An expression whose evaluation does not end. */
    static final String STALLS = "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c)";
    private static final String COLUMNS = "id, path, ms_path, created_at, type, beam_major_arcsec, beam_minor_arcsec, beam_pa_deg,"
            + " pbcor, format, dynamic_range, field_name, center_ra_deg, center_dec_deg, imsize_x, imsize_y, cellsize_arcsec,"
            + " freq_ghz, bandwidth_mhz, integration_sec";

    /** Fills the table of a service that runs. */
    static LargeTable in(Path state) throws SQLException {
        LargeTable table = new LargeTable(new OtherProgram(state.resolve("products.sqlite3").toString()));
        table.other.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS + ")"
                + " INSERT INTO images (path, ms_path, created_at, type, noise_jy)"
                + " SELECT printf('/images/%06d.fits', i), '/ms', 1764000309.6, 'dirty', i * 0.1 FROM n");
        return table;
    }

    /** Has reading one image fail or stall from now on, and all others go on as before. */
    void spoil(int id, String expression) throws SQLException {
        other.execute("ALTER TABLE images RENAME TO whole");
        other.execute("CREATE VIEW images AS SELECT " + COLUMNS + ", CASE WHEN id = " + id + " THEN " + expression
                + " ELSE noise_jy END AS noise_jy FROM whole");
    }
}

package org.dsa110.contimg.products.internal.variability;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.declare.SkyPlace;

/**
 * Where sources were measured, for cone searches. The database keeps source_places itself when photometry is added or changed, but does
 * not see that the measurements of a source are near each other again.
 */
final class SourcePlaceSql {
    /** As the migration fills the table. */
    private static final String RENEW = """
        INSERT INTO source_places (source_id, ra_deg, dec_deg)
        SELECT source_id, CASE WHEN close THEN ra END, CASE WHEN close THEN dec END
        FROM (SELECT source_id, min(ra_deg) AS ra, min(dec_deg) AS dec,
                max(ra_deg) - min(ra_deg) <= 0.1 AND max(dec_deg) - min(dec_deg) <= 0.1 AS close
            FROM photometry WHERE source_id = ? AND\s""" + SkyPlace.sql("ra_deg", "dec_deg") + " GROUP BY source_id)";

    private SourcePlaceSql() {
    }

    /** Finds the place of a source anew, in this unit of work on products. */
    static void renew(Connection connection, String source) throws SQLException {
        for (String sql : new String[]{"DELETE FROM source_places WHERE source_id = ?", RENEW}) {
            try (PreparedStatement statement = Statements.prepare(connection, sql, source)) {
                statement.executeUpdate();
            }
        }
    }
}

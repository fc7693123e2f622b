package org.dsa110.contimg.products;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.NamedList;
import org.dsa110.contimg.rest.ProblemException;
import org.dsa110.contimg.rest.QueryParameters;

/**
 * Which measurements of a source are asked for. Those without a time come first, as in every list, and are left out once there is a
 * bound. Immutable.
 *
 * @param from MJD (days, UTC), inclusive; null for no bound
 * @param to like from
 */
record LightCurve(String sourceId, Double from, Double to) {
    static final String FROM = "from_mjd";
    static final String TO = "to_mjd";

    /** @throws ProblemException 400 for a bound that is no number, or bounds that hold no time */
    static LightCurve of(String sourceId, QueryParameters parameters) {
        LightCurve curve = new LightCurve(sourceId, parameters.real(FROM), parameters.real(TO));
        if (curve.from != null && curve.to != null && curve.from > curve.to) {
            throw ProblemException.badRequest(FROM, "must not be later than " + TO);
        }
        return curve;
    }

    /** Whether there is any measurement of the source, whenever it was. */
    boolean isMeasured(Connection connection) throws SQLException {
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT 1 FROM photometry WHERE source_id = ? LIMIT 1", sourceId);
                ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }

    /** The points in order of time, then of their numbers. */
    NamedList points() {
        List<Object> values = new ArrayList<>(List.of(sourceId));
        String condition = "source_id = ?";
        if (from != null) {
            condition += " AND mjd >= ?";
            values.add(from);
        }
        if (to != null) {
            condition += " AND mjd <= ?";
            values.add(to);
        }
        return new NamedList(Set.of(FROM, TO), condition, values, "mjd");
    }
}

package org.dsa110.contimg.products;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.NamedList;
import org.dsa110.contimg.rest.query.Parameter;
import org.dsa110.contimg.rest.query.QueryParameters;

/**
 * Which measurements of a source are asked for. Those without a time come first, as in every list, and are left out once there is a
 * bound, as are those whose time is no finite number. Immutable.
 *
 * @param from MJD (days, UTC), inclusive; null for no bound
 * @param to like from
 */
record LightCurve(String sourceId, Double from, Double to) {
    static final Parameter<Double> FROM = Parameter.real("from_mjd", "From this time on, MJD (days, UTC), inclusive");
    static final Parameter<Double> TO = Parameter.real("to_mjd", "Up to this time, MJD (days, UTC), inclusive");

    /** @throws ProblemException 400 for bounds that hold no time */
    static LightCurve of(String sourceId, QueryParameters asked) {
        LightCurve curve = new LightCurve(sourceId, asked.get(FROM), asked.get(TO));
        if (curve.from != null && curve.to != null && curve.from > curve.to) {
            throw ProblemException.badRequest(FROM.name(), "must not be later than " + TO.name());
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
        if (from != null || to != null) {
            // Between finite numbers: texts and BLOBs, which SQLite takes for greater than all numbers, are no times.
            condition += " AND mjd >= ? AND mjd <= ?";
            values.add(from == null ? -Double.MAX_VALUE : from);
            values.add(to == null ? Double.MAX_VALUE : to);
        }
        return NamedList.of(condition, values, "mjd");
    }
}

package org.dsa110.contimg.hdf5;

import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.Parameter;
import org.dsa110.contimg.rest.query.QueryParameters;

/**
 * A stretch of time that is asked for. Immutable.
 *
 * @param from MJD (days, UTC), inclusive
 * @param to like from, not earlier
 */
record TimeRange(double from, double to) {
    static final Parameter<Double> FROM = Parameter
            .real("from_mjd", "From this time on, MJD (days, UTC), inclusive").mandatory();
    static final Parameter<Double> TO = Parameter.real("to_mjd", "Up to this time, MJD (days, UTC), inclusive")
            .mandatory();

    /** @throws ProblemException 400 for bounds that hold no time */
    static TimeRange of(QueryParameters asked) {
        TimeRange range = new TimeRange(asked.get(FROM), asked.get(TO));
        if (range.to < range.from) {
            throw ProblemException.badRequest(TO.name(), "must not be earlier than " + FROM.name());
        }
        return range;
    }
}

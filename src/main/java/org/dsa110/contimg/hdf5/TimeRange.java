package org.dsa110.contimg.hdf5;

import org.dsa110.contimg.rest.internal.list.QueryParameters;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * A stretch of time that is asked for. Immutable.
 *
 * @param from MJD (days, UTC), inclusive
 * @param to like from, not earlier
 */
record TimeRange(double from, double to) {
    static final String FROM = "from_mjd";
    static final String TO = "to_mjd";

    /** @throws ProblemException 400 for a bound that is missing or no number, or bounds that hold no time */
    static TimeRange of(QueryParameters parameters) {
        TimeRange range = new TimeRange(parameters.requiredReal(FROM), parameters.requiredReal(TO));
        if (range.to < range.from) {
            throw ProblemException.badRequest(TO, "must not be earlier than " + FROM);
        }
        return range;
    }
}

package org.dsa110.contimg.products;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;

/** Finds and stores photometry measurements, inside units of work on products. Thread-safe. */
@ApplicationScoped
public class PhotometryMeasurementRepository implements PanacheRepositoryBase<PhotometryMeasurement, Long> {
    /**
     * The light curve of a source, in order of time, then of number: the peak brightness stands in where the integrated flux density is
     * null. Measurements without a time come first, and only when neither bound is given. Empty for a source that nobody measured.
     *
     * @param fromMjd MJD (days, UTC), inclusive; null for no bound
     * @param toMjd like fromMjd
     */
    public List<LightCurvePoint> lightCurve(String sourceId, Double fromMjd, Double toMjd) {
        StringBuilder condition = new StringBuilder("sourceId = :source");
        Map<String, Object> parameters = new HashMap<>(Map.of("source", sourceId));
        if (fromMjd != null) {
            condition.append(" and mjd >= :from");
            parameters.put("from", fromMjd);
        }
        if (toMjd != null) {
            condition.append(" and mjd <= :to");
            parameters.put("to", toMjd);
        }
        Sort byTime = Sort.by("mjd", Sort.NullPrecedence.NULLS_FIRST).and("id");
        return list(condition.toString(), byTime, parameters).stream().map(LightCurvePoint::of).toList();
    }
}

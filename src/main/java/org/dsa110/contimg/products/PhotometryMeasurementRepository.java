package org.dsa110.contimg.products;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;

/**
 * Finds and stores photometry measurements, inside units of work on products. Of what is stored or removed {@link Variability} must be told
 * in the same unit of work. Thread-safe.
 */
@ApplicationScoped
public class PhotometryMeasurementRepository implements PanacheRepositoryBase<PhotometryMeasurement, Long> {
    /** Without names that are BLOBs, which are greater than all texts and no Strings. */
    private static final String SOURCES = "SELECT source_id, ra_deg, dec_deg, n_measurements, n_images FROM ("
            + Source.QUERY + ") AS sources WHERE source_id < x'' AND source_id ";

    /**
     * The sources that have been measured, in the order of their names.
     *
     * @param after the last name of the page before; null for the first page, which has the source without any letter too
     * @param limit how many at the most, from 1 on
     */
    public List<Source> sources(String after, int limit) {
        return sources((after == null ? ">= ?1" : "> ?1") + " ORDER BY source_id", after == null ? "" : after, limit);
    }

    /** The source of that name; empty where nobody measured it. */
    public Optional<Source> findSource(String sourceId) {
        return sources("= ?1", sourceId, 1).stream().findFirst();
    }

    private List<Source> sources(String condition, String sourceId, int limit) {
        List<?> rows = getEntityManager().createNativeQuery(SOURCES + condition).setParameter(1, sourceId)
                .setMaxResults(limit).getResultList();
        return rows.stream().map(row -> Source.of((Object[]) row)).toList();
    }

    /**
     * The light curve of a source, in order of time, then of number: the peak brightness stands in where the integrated flux density is
     * null. Measurements without a time come first, and only when neither bound is given. Empty for a source that nobody measured.
     *
     * @param fromMjd MJD (days, UTC), inclusive; null for no bound
     * @param toMjd like fromMjd
     */
    public List<LightCurvePoint> lightCurve(String sourceId, Double fromMjd, Double toMjd) {
        Sort byTime = Sort.by("mjd", Sort.NullPrecedence.NULLS_FIRST).and("id");
        boolean bounded = fromMjd != null || toMjd != null;
        List<PhotometryMeasurement> found = bounded
                ? list("sourceId = ?1 and mjd >= ?2 and mjd <= ?3", byTime, sourceId,
                        fromMjd == null ? -Double.MAX_VALUE : fromMjd, toMjd == null ? Double.MAX_VALUE : toMjd)
                : list("sourceId", byTime, sourceId);
        return found.stream().map(LightCurvePoint::of).toList();
    }
}

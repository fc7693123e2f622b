package org.dsa110.contimg.calregistry;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import org.hibernate.query.NativeQuery;

/** Finds and stores calibration tables, inside units of work on cal_registry. Times are MJD (days, UTC). Thread-safe. */
@ApplicationScoped
public class CalibrationTableRepository implements PanacheRepositoryBase<CalibrationTable, Long> {
    private static final String NEWEST_FIRST = "created_at DESC, id DESC";
    private static final String IN_ORDER = "order_index, id";

    /**
     * The active tables that are valid at a time, newest first: bounds are inclusive, a null bound is open.
     *
     * @param tableType K, BA, BP, GA, GP, 2G or FLUX; null for all types
     */
    public List<CalibrationTable> validAt(double mjd, String tableType) {
        return choose(CalibrationSql.valid(mjd), NEWEST_FIRST).stream()
                .filter(table -> tableType == null || tableType.equals(table.tableType)).toList();
    }

    /**
     * The tables to apply to data of a time, in the order of application: of the set that has the newest valid table, the newest valid
     * table of each type. Empty when none is valid.
     */
    public List<CalibrationTable> applyList(double mjd) {
        return choose(CalibrationSql.apply(mjd, null), IN_ORDER);
    }

    /**
     * The tables to apply where none need be valid, in the order of application: of the set whose validity is nearest to a time, before
     * or after, the nearest table of each type; where several are as near the newest.
     *
     * @param tableType only tables of this type are looked at; null for all types
     * @param withinHours how far the validity may be away, inclusive
     */
    public List<CalibrationTable> nearest(double mjd, String tableType, double withinHours) {
        return choose(CalibrationSql.nearest(mjd, tableType, withinHours), IN_ORDER);
    }

    /** The tables of a set, whatever their status, in the order of application. */
    public List<CalibrationTable> listBySet(String setName) {
        return list("setName", Sort.by("orderIndex").and("id"), setName);
    }

    /** The tables that were solved from a measurement set, whatever their status, in the order of application. */
    public List<CalibrationTable> listBySourceMs(String msPath) {
        return list("sourceMsPath", Sort.by("orderIndex").and("id"), msPath);
    }

    @SuppressWarnings("unchecked")
    private List<CalibrationTable> choose(CalibrationSql choice, String order) {
        NativeQuery<CalibrationTable> query = getEntityManager().createNativeQuery(
                "SELECT * FROM caltables WHERE " + choice.condition() + " ORDER BY " + order, CalibrationTable.class)
                .unwrap(NativeQuery.class);
        for (int i = 0; i < choice.values().size(); i++) {
            query.setParameter(i + 1, choice.values().get(i));
        }
        return query.getResultList();
    }
}

package org.dsa110.contimg.products;

import java.time.Clock;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;

/** Finds and stores measurement sets, inside units of work on products. Thread-safe. */
@ApplicationScoped
public class MeasurementSetRepository implements PanacheRepositoryBase<MeasurementSet, String> {
    private final Clock clock;

    MeasurementSetRepository(Clock clock) {
        this.clock = clock;
    }

    /**
     * The measurement sets that were processed last, newest first; those that never were come last.
     *
     * @param status of the last processing; null for all
     * @param stage such as {@code converted}; null for all
     * @param limit how many at the most, from 1 on
     */
    public List<MeasurementSet> newest(String status, String stage, int limit) {
        Sort newestFirst = Sort.by("processedAt", Sort.Direction.Descending, Sort.NullPrecedence.NULLS_LAST).and("path",
                Sort.Direction.Descending);
        return find("(?1 is null or status = ?1) and (?2 is null or stage = ?2)", newestFirst, status, stage)
                .page(Page.ofSize(limit)).list();
    }

    /**
     * Says how far a measurement set has come, in one statement, and that it is so from now on. Entities of it that the unit of work read
     * before do not hear of it.
     *
     * @param status the outcome of the processing; null to leave it as it is
     * @return whether there is such a measurement set
     */
    public boolean updateStage(String path, String stage, String status) {
        return update("stage = ?1, stageUpdatedAt = ?2, status = coalesce(?3, status) where path = ?4", stage,
                clock.millis() / 1000.0, status, path) > 0;
    }
}

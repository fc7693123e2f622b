package org.dsa110.contimg.products;

import java.time.Clock;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.ConvertedGroup;
import org.dsa110.contimg.ingest.ConvertedGroupListener;

/**
 * Enters the measurement set of a converted group in ms_index, or brings its row up to date.
 *
 * <p>A measurement set that had come further (calibrated, imaged) goes back to converted: the conversion has written it anew, so the
 * calibration that was applied is gone from it, and what the row said would be untrue. Thread-safe.
 */
@ApplicationScoped
@Priority(1)
class MeasurementSetListener implements ConvertedGroupListener {
    private static final String CONVERTED = "converted";

    private final UnitExecutor units;
    private final Clock clock;

    MeasurementSetListener(UnitExecutor units, Clock clock) {
        this.units = units;
        this.clock = clock;
    }

    @Override
    public Uni<Void> onConverted(ConvertedGroup group) {
        double now = clock.millis() / 1000.0;
        return units.write(Database.PRODUCTS, () -> {
            enter(group, now);
            return null;
        });
    }

    /** Merges: what the conversion does not know stays as it was. */
    private static void enter(ConvertedGroup group, double now) {
        MeasurementSet row = MeasurementSet.findById(group.msPath());
        if (row == null) {
            row = new MeasurementSet();
            row.path = group.msPath();
        }
        row.startMjd = group.startMjd() == null ? row.startMjd : group.startMjd();
        row.endMjd = group.endMjd() == null ? row.endMjd : group.endMjd();
        row.midMjd = group.midMjd() == null ? row.midMjd : group.midMjd();
        row.processedAt = now;
        row.status = "completed";
        if (!CONVERTED.equals(row.stage)) {
            row.stage = CONVERTED;
            row.stageUpdatedAt = now;
        }
        row.calApplied = 0L;
        row.raDeg = group.raDeg() == null ? row.raDeg : group.raDeg();
        row.decDeg = group.decDeg() == null ? row.decDeg : group.decDeg();
        row.persist();
    }
}

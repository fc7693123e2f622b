package org.dsa110.contimg.ingest.internal.claims;

import java.time.Clock;
import java.util.Map;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.Configs;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql;
import org.dsa110.contimg.ingest.internal.queue.ClaimSql;

/** What gives groups to workers and takes them back, on a database and with clocks of the test's own, as CDI puts it together. */
public final class ClaimParts {
    private ClaimParts() {
    }

    public static Claims claims(UnitExecutor units, ClaimSql sql, ClaimEndSql ends, Clock clock) {
        return new Claims(units, sql, ends, clock);
    }

    /** @param nanoTime the clock by which leases run out */
    public static LeaseWatch leases(UnitExecutor units, ClaimSql sql, Claims claims, LongSupplier nanoTime) {
        return new LeaseWatch(units, sql, claims, Configs.with(Map.of()), new SimpleMeterRegistry(), nanoTime);
    }
}

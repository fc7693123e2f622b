package org.dsa110.contimg.products;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.dsa110.contimg.RebuiltTable;

/** What the service keeps of sources in a file, seen by another program. */
final class KeptSources {
    private static final Duration A_MINUTE = Duration.ofSeconds(60);

    private KeptSources() {
    }

    /** Until nothing is due. */
    static void await(Connection other, long seed) throws SQLException {
        awaitNone(other, "SELECT count(*) FROM source_summaries WHERE due = 1", seed);
    }

    /** Until a count is zero. */
    static void awaitNone(Connection other, String count, long seed) throws SQLException {
        long until = System.nanoTime() + A_MINUTE.toNanos();
        while (!RebuiltTable.strings(other, count).equals(List.of("0"))) {
            assertThat(System.nanoTime() - until).as("%s within a minute, seed %d", count, seed).isNegative();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}

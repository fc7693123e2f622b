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

    private static final String NOT_KEPT = "SELECT (SELECT count(*) FROM source_summaries WHERE due = 1) + (SELECT count(*) = 0"
            + " FROM source_summaries_since WHERE schema_version = (SELECT schema_version FROM pragma_schema_version))";

    private KeptSources() {
    }

    /** Until nothing is due, and all are known. */
    static void await(Connection other, long seed) throws SQLException {
        long until = System.nanoTime() + A_MINUTE.toNanos();
        while (!RebuiltTable.strings(other, NOT_KEPT).equals(List.of("0"))) {
            assertThat(System.nanoTime() - until).as("all kept within a minute, seed %d", seed).isNegative();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}

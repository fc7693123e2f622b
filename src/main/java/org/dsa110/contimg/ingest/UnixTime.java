package org.dsa110.contimg.ingest;

import java.time.Instant;

/** Unix time as the columns have it: seconds since 1970-01-01 UTC, with fractions. */
final class UnixTime {
    private UnixTime() {
    }

    static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }
}

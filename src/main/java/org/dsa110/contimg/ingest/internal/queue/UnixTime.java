package org.dsa110.contimg.ingest.internal.queue;

import java.time.Instant;

/** Unix time as the columns have it: seconds since 1970-01-01 UTC, with fractions. */
public final class UnixTime {
    private UnixTime() {
    }

    public static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }
}

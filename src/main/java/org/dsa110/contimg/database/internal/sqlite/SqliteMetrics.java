package org.dsa110.contimg.database.internal.sqlite;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import org.dsa110.contimg.database.internal.engine.Meters;

/** What is counted and timed about the lock and the log of one file. Thread-safe. */
final class SqliteMetrics {
    private final Meters meters;
    private final Timer lockTime;
    private final Counter lockRetries;
    private final Counter checkpoints;
    private final Counter failedCheckpoints;
    private final Counter heldReads;

    SqliteMetrics(Meters meters) {
        this.meters = meters;
        lockTime = meters.timer("lock.time",
                "Time for which other programs could not get the write lock, over batches without a pause between them");
        lockRetries = meters.counter("lock.retries", "Times that another program's write lock was found held");
        checkpoints = checkpoints("success");
        failedCheckpoints = checkpoints("failure");
        heldReads = meters.counter("reads.held",
                "Times that reads were held back, up to 2 s, so that a long write-ahead log could begin anew");
    }

    void walPending(Supplier<Number> frames) {
        meters.gauge("wal.pending", "frames",
                "Pages in the write-ahead log that are not in the file yet, when it was last looked at", frames);
    }

    void size(Supplier<Number> bytes) {
        meters.gauge("size", "bytes", "Size of the file, without its write-ahead log", bytes);
    }

    void free(Supplier<Number> bytes) {
        meters.gauge("free", "bytes", "Space that is left where the file lies", bytes);
    }

    void lockHeld(long nanos) {
        Meters.count(() -> lockTime.record(nanos, TimeUnit.NANOSECONDS));
    }

    void lockRetry() {
        Meters.count(lockRetries::increment);
    }

    void checkpoint(boolean success) {
        Meters.count((success ? checkpoints : failedCheckpoints)::increment);
    }

    void readsHeld() {
        Meters.count(heldReads::increment);
    }

    private Counter checkpoints(String outcome) {
        return meters.with("outcome", outcome).counter("checkpoints", "Copies of the write-ahead log into the file");
    }
}

package org.dsa110.contimg.ingest.internal.grouping;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;

/** The same, where files stay as they are by a clock that only the test moves, and looks into files are counted. */
abstract class TimedScannerSuite extends ScannerSuite {
    final AtomicLong time = new AtomicLong();
    final AtomicInteger reads = new AtomicInteger();

    @Override
    void restart() {
        scanner = scanners.with(folder.config(), metrics, path -> {
            reads.incrementAndGet();
            return Uvh5Content.of(path);
        }, time::get);
    }
}

package org.dsa110.contimg.ingest;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts what a class logs until this is closed. */
final class LoggedLines extends Handler implements AutoCloseable {
    private final Logger log;
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger warnings = new AtomicInteger();

    LoggedLines(Class<?> logging) {
        log = Logger.getLogger(logging.getName());
        log.addHandler(this);
    }

    int count() {
        return lines.get();
    }

    /** How many people are to look at. */
    int warnings() {
        return warnings.get();
    }

    @Override
    public void publish(LogRecord line) {
        lines.incrementAndGet();
        if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
            warnings.incrementAndGet();
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        log.removeHandler(this);
    }
}

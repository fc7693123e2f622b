package org.dsa110.contimg;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps what a log gets until this is closed. Thread-safe. */
public final class LoggedLines extends Handler implements AutoCloseable {
    private static final Formatter FORMAT = new SimpleFormatter();
    private final Logger log;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger warnings = new AtomicInteger();
    private final AtomicInteger traces = new AtomicInteger();

    /** What a class logs. */
    public LoggedLines(Class<?> logging) {
        this(logging.getName());
    }

    /** What goes to the log of a name. */
    public LoggedLines(String name) {
        log = Logger.getLogger(name);
        log.addHandler(this);
    }

    /** The lines so far. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /** How many there are. */
    public int count() {
        return lines.get();
    }

    /** How many people are to look at. */
    public int warnings() {
        return warnings.get();
    }

    /** How many have a trace below them. */
    public int traces() {
        return traces.get();
    }

    @Override
    public void publish(LogRecord line) {
        lines.incrementAndGet();
        messages.add(FORMAT.formatMessage(line));
        if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
            warnings.incrementAndGet();
        }
        if (line.getThrown() != null) {
            traces.incrementAndGet();
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

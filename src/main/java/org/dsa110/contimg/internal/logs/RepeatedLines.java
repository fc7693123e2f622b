package org.dsa110.contimg.internal.logs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * The log of what may happen as often as requests come, such as a write to a full disk: the first line of a cause goes out as it is. Of
 * those that come within 10 s of it, or of the line that was written then, one line tells the last and how many they were. A cause of
 * which nothing comes for 10 s begins anew. Thread-safe.
 */
public final class RepeatedLines {
    static final int INTERVAL_SECONDS = 10;
    /** Causes are few, as code names them; should one be made of something that is not, the others beyond these count as one. */
    static final int MOST_CAUSES = 200;
    private static final Object OTHERS = "others";

    private final Logger log;
    /** Runs what it is given an interval later. */
    private final Executor afterInterval;
    private final Map<Object, Storm> storms = new HashMap<>();

    /** A line with what it was made for. */
    private record Line(Level level, String format, Object[] values) {
        @Override
        public String toString() {
            return String.format(format, values);
        }
    }

    /** What was left out of the lines of one cause since the last that went out. Guarded by the map's owner. */
    private static final class Storm {
        private long leftOut;
        private Line last;
    }

    RepeatedLines(Logger log, Executor afterInterval) {
        this.log = log;
        this.afterInterval = afterInterval;
    }

    /** The log of a class. */
    public static RepeatedLines of(Class<?> logging) {
        return of(logging.getName());
    }

    /** The log of that name. */
    public static RepeatedLines of(String category) {
        return new RepeatedLines(Logger.getLogger(category),
                CompletableFuture.delayedExecutor(INTERVAL_SECONDS, TimeUnit.SECONDS, Runnable::run));
    }

    /**
     * Logs a line for people to look at, or counts it.
     *
     * @param cause of the lines with the same format, those with an equal cause stand for one another
     * @param trace what is printed with the first; null where a trace says no more
     * @param format as of {@link String#format}
     */
    public void warn(Object cause, Throwable trace, String format, Object... values) {
        log(new Line(Level.WARN, format, values), cause, trace);
    }

    /** Logs a fault, or counts it; the parameters are those of {@link #warn}. */
    public void error(Object cause, Throwable trace, String format, Object... values) {
        log(new Line(Level.ERROR, format, values), cause, trace);
    }

    /** Where in the code a fault has its origin: the one cause of what has no other. */
    public static Object origin(Throwable fault) {
        Throwable root = fault;
        for (int depth = 0; root.getCause() != null && depth < 100; depth++) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        return List.of(root.getClass().getName(), trace.length == 0 ? "" : trace[0].toString());
    }

    private void log(Line line, Object cause, Throwable trace) {
        if (!log.isEnabled(line.level)) {
            return;
        }
        Object key = begin(List.of(line.format, cause), line);
        if (key != null) {
            // First, as a line that cannot be written must not silence those that come.
            afterInterval.execute(() -> tell(key));
            log.logf(line.level, trace, "%s", line);
        }
    }

    /** @return the key of a storm that begins; null when the line was counted */
    private synchronized Object begin(Object cause, Line line) {
        Object key = storms.containsKey(cause) || storms.size() < MOST_CAUSES ? cause : OTHERS;
        Storm storm = storms.get(key);
        if (storm == null) {
            storms.put(key, new Storm());
            return key;
        }
        storm.leftOut++;
        storm.last = line;
        return null;
    }

    private void tell(Object key) {
        Storm ended = turn(key);
        if (ended.leftOut > 0) {
            afterInterval.execute(() -> tell(key));
            log.logf(ended.last.level, "%d more in %d s, the last of them: %s", ended.leftOut, INTERVAL_SECONDS,
                    ended.last);
        }
    }

    /** @return what was left out until now; another storm of the same cause goes on only if that is something */
    private synchronized Storm turn(Object key) {
        Storm ended = storms.remove(key);
        if (ended.leftOut > 0) {
            storms.put(key, new Storm());
        }
        return ended;
    }
}

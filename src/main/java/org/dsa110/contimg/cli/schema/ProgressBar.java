package org.dsa110.contimg.cli.schema;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.internal.logs.Printable;

/**
 * Shows on a terminal how far long work has come, in one line that is written over, a few times a second and when another step begins,
 * which may be a long one; it goes when the work has ended. Not thread-safe.
 */
public final class ProgressBar implements Progress, AutoCloseable {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WIDTH = 30;
    private static final int LONGEST = 40;

    private final PrintStream terminal;
    private final LongSupplier nanos;
    private String shown = "";
    private String step = "";
    private long next;

    /** @param terminal null where there is none: then nothing is shown */
    ProgressBar(PrintStream terminal, LongSupplier nanos) {
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /** On standard error, if that is a terminal. Java itself tells it of standard input and output together only. */
    public static ProgressBar onTerminal() {
        boolean isTerminal;
        try {
            isTerminal = Files.readSymbolicLink(STANDARD_ERROR).toString().matches("/dev/(pts/|tty|console).*");
        } catch (IOException | UnsupportedOperationException e) {
            isTerminal = false;
        }
        return new ProgressBar(isTerminal ? System.err : null, System::nanoTime);
    }

    @Override
    public void step(String what, long done, long total) {
        if (terminal == null || what.equals(step) && nanos.getAsLong() - next < 0) {
            return;
        }
        step = what;
        next = nanos.getAsLong() + PAUSE_NANOS;
        String name = Printable.of(what);
        show((name.length() > LONGEST ? name.substring(0, LONGEST) : name)
                + (total <= 0 ? done == 0 ? "" : " " + done : bar(Math.min(1.0, (double) done / total))));
    }

    private static String bar(double part) {
        int full = (int) (part * WIDTH);
        return " [" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + (int) (part * 100) + " %";
    }

    private void show(String line) {
        terminal.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
        terminal.flush();
        shown = line;
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (terminal != null && !shown.isEmpty()) {
            show("");
            terminal.print("\r");
            terminal.flush();
        }
    }
}

package org.dsa110.contimg.internal.logs;

import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

import io.quarkus.logging.LoggingFilter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Makes printable what any log call brings to a handler: what clients send, other programs store and converters write stands in messages,
 * in those of exceptions, and in names of threads, and must not look like lines of its own. Lets every record pass. It is set for the
 * handlers in {@code META-INF/microprofile-config.properties}. Thread-safe.
 */
@LoggingFilter(name = PrintableRecords.NAME)
public final class PrintableRecords implements Filter {
    /** What the configuration of a handler calls it. */
    public static final String NAME = "contimg-printable";

    private static final Formatter MESSAGES = new PatternFormatter("%s");

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line instanceof ExtLogRecord extended) {
            String message = MESSAGES.formatMessage(line);
            String printable = Printable.of(message);
            if (printable != null && !printable.equals(message)) {
                extended.setMessage(printable, FormatStyle.NO_FORMAT);
            }
            extended.setThreadName(Printable.of(extended.getThreadName()));
        }
        line.setThrown(PrintableThrowable.of(line.getThrown()));
        return true;
    }
}

package org.dsa110.contimg.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads lengths of time as a command line has them: {@code 20s}, {@code 1m30s}, {@code 0}, or ISO 8601. */
final class DurationConverter implements ITypeConverter<Duration> {

    /** @throws TypeConversionException with a sentence, for anything else, and for less than nothing or over a year */
    @Override
    public Duration convert(String value) {
        String text = value.strip().toUpperCase(Locale.ROOT);
        if (text.matches("\\d+(\\.\\d+)?")) {
            text += "S";
        }
        try {
            Duration duration = Duration.parse(text.startsWith("P") ? text : "PT" + text);
            if (!duration.isNegative() && duration.compareTo(Duration.ofDays(366)) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException notOne) {
            // Falls through to the sentence below, which says it better.
        }
        throw new TypeConversionException("'" + value + "' is not a length of time such as 20s, 5m or PT5M9S");
    }
}

package org.dsa110.contimg.cli.backup;

import java.time.Duration;

import io.quarkus.runtime.configuration.DurationConverter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads lengths of time as the settings have them: {@code 7d}, {@code 36h}. */
final class KeepConverter implements ITypeConverter<Duration> {
    private static final Duration LONGEST = Duration.ofDays(36500);

    @Override
    public Duration convert(String value) {
        try {
            Duration keep = DurationConverter.parseDuration(value);
            if (keep != null && keep.compareTo(Duration.ofSeconds(1)) >= 0 && keep.compareTo(LONGEST) <= 0) {
                return keep;
            }
        } catch (IllegalArgumentException | ArithmeticException notOne) {
            // Falls through to the sentence below, which says it better.
        }
        throw new TypeConversionException("'" + value + "' is not a length of time such as 7d or 36h");
    }
}

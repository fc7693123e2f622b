package org.dsa110.contimg.products.internal.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Times as dates. Stateless. */
final class UtcText {
    private static final LocalDate MJD_0 = LocalDate.of(1858, 11, 17);
    /** The years 1 to 9999, which have four digits. */
    private static final BigDecimal FIRST = BigDecimal.valueOf(LocalDate.of(1, 1, 1).toEpochDay() - MJD_0.toEpochDay());
    private static final BigDecimal LAST = BigDecimal
            .valueOf(LocalDate.of(9999, 12, 31).toEpochDay() - MJD_0.toEpochDay());
    private static final BigDecimal DAY_NANOSECONDS = BigDecimal.valueOf(86_400_000_000_000L);

    /** How much of a time is written: the first that leaves nothing out. */
    private enum Precision {
        DAYS(ChronoUnit.DAYS, "uuuu-MM-dd"), MINUTES(ChronoUnit.MINUTES, "uuuu-MM-dd HH:mm"), SECONDS(
                ChronoUnit.SECONDS, "uuuu-MM-dd HH:mm:ss"), NANOSECONDS(ChronoUnit.NANOS, "uuuu-MM-dd HH:mm:ss.SSS");

        private final ChronoUnit unit;
        private final DateTimeFormatter format;

        Precision(ChronoUnit unit, String pattern) {
            this.unit = unit;
            this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        }

        private boolean isEnough(LocalDateTime time) {
            return time.truncatedTo(unit).equals(time);
        }
    }

    private UtcText() {
    }

    /**
     * Times as dates, with hours, minutes and seconds where one of them is not midnight.
     *
     * @param mjds MJD (days, UTC)
     * @return a text for each; empty where a date would not be one of our calendar's with four digits
     */
    static List<String> of(List<BigDecimal> mjds) {
        if (mjds.stream().anyMatch(mjd -> mjd.compareTo(FIRST) < 0 || mjd.compareTo(LAST) > 0)) {
            return List.of();
        }
        List<LocalDateTime> times = mjds.stream().map(UtcText::time).toList();
        Precision enough = Arrays.stream(Precision.values())
                .filter(precision -> times.stream().allMatch(precision::isEnough)).findFirst().orElseThrow();
        return times.stream().map(enough.format::format).toList();
    }

    private static LocalDateTime time(BigDecimal mjd) {
        BigDecimal day = mjd.setScale(0, RoundingMode.FLOOR);
        long nanoseconds = mjd.subtract(day).multiply(DAY_NANOSECONDS).longValue();
        return MJD_0.plusDays(day.longValueExact()).atStartOfDay().plusNanos(nanoseconds);
    }
}

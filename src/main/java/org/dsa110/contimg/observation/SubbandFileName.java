package org.dsa110.contimg.observation;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.JulianFields;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name the correlator gives a subband file, {@code 2026-02-11T15:58:07_sb07.hdf5}. Immutable.
 *
 * @param timestamp when the file's first integration began, UTC, whole seconds, years 0000 to 9999
 * @param subband which of the 16 subbands, 0 to 15
 */
public record SubbandFileName(LocalDateTime timestamp, int subband) implements Comparable<SubbandFileName> {
    /** Files in a complete observation. */
    public static final int SUBBANDS = 16;
    /** The highest number of a subband; the lowest is 0. */
    public static final int LAST = SUBBANDS - 1;

    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    private static final Pattern FORM = Pattern.compile("(" + TIMESTAMP + ")_sb(\\d\\d)\\.hdf5");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")
            .withResolverStyle(ResolverStyle.STRICT);
    private static final double SECONDS_PER_DAY = 86_400.0;

    /** @throws IllegalArgumentException when the subband is not 0 to 15, or the name could not hold the timestamp */
    public SubbandFileName {
        Objects.requireNonNull(timestamp, "timestamp");
        if (subband < 0 || subband > LAST) {
            throw new IllegalArgumentException("subband is " + subband + ", not 0 to " + LAST);
        }
        if (timestamp.getNano() != 0 || timestamp.getYear() < 0 || timestamp.getYear() > 9999) {
            throw new IllegalArgumentException("a file name cannot hold the timestamp " + timestamp);
        }
    }

    /**
     * Reads a file's name, without its folder.
     *
     * @return empty for anything but a possible UTC time to the second, {@code _sb00} to {@code _sb15} and
     *         {@code .hdf5}
     */
    public static Optional<SubbandFileName> parse(String filename) {
        Matcher parts = FORM.matcher(filename);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int subband = Integer.parseInt(parts.group(2));
        if (subband > LAST) {
            return Optional.empty();
        }
        return parseTimestamp(parts.group(1)).map(timestamp -> new SubbandFileName(timestamp, subband));
    }

    /**
     * Reads a timestamp as names have it, {@code 2026-02-11T15:58:07}, UTC.
     *
     * @return empty for anything else, dates and times that do not exist among it
     */
    public static Optional<LocalDateTime> parseTimestamp(String text) {
        try {
            return TIMESTAMP.matcher(text).matches()
                    ? Optional.of(LocalDateTime.parse(text, SECONDS))
                    : Optional.empty();
        } catch (DateTimeParseException impossibleDate) {
            return Optional.empty();
        }
    }

    /** The text of a timestamp as names have it, {@code 2026-02-11T15:58:07}, UTC. */
    public static String timestampIso(LocalDateTime timestamp) {
        return SECONDS.format(timestamp);
    }

    /** The file's name, without a folder. */
    public String format() {
        return timestampIso() + "_" + subbandCode() + ".hdf5";
    }

    /** For example {@code 2026-02-11T15:58:07}, UTC; sorts as text in order of time. */
    public String timestampIso() {
        return timestampIso(timestamp);
    }

    /** {@code sb00} to {@code sb15}. */
    public String subbandCode() {
        return subband < 10 ? "sb0" + subband : "sb" + subband;
    }

    /** The timestamp as a Modified Julian Date: days, UTC, good to a few microseconds. */
    public double timestampMjd() {
        return timestamp.getLong(JulianFields.MODIFIED_JULIAN_DAY)
                + timestamp.toLocalTime().toSecondOfDay() / SECONDS_PER_DAY;
    }

    /** By time, then by subband. */
    @Override
    public int compareTo(SubbandFileName other) {
        int byTime = timestamp.compareTo(other.timestamp);
        return byTime != 0 ? byTime : Integer.compare(subband, other.subband);
    }
}

package org.dsa110.contimg.ingest;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group that was converted, as those get it who register it. Immutable.
 *
 * @param groupId its id
 * @param msPath where its measurement set lies, absolute
 * @param startedAt when it was claimed for that conversion, Unix seconds
 * @param completedAt when it was completed, Unix seconds; both are the same whenever it is handed on again
 * @param files its files in the order of their subbands; at least one
 */
public record ConvertedGroup(String groupId, String msPath, double startedAt, double completedAt,
        List<ConvertedFile> files) {

    public ConvertedGroup {
        files = List.copyOf(files);
    }

    /** The earliest start over all files: Modified Julian Date, days, UTC; null when no header could be read. */
    public Double startMjd() {
        return headers().map(Uvh5Header::startMjd).min(Double::compare).orElse(null);
    }

    /** The latest end over all files: Modified Julian Date, days, UTC; null when no header could be read. */
    public Double endMjd() {
        return headers().map(Uvh5Header::endMjd).max(Double::compare).orElse(null);
    }

    /** Halfway between start and end: Modified Julian Date, days, UTC; null when no header could be read. */
    public Double midMjd() {
        return startMjd() == null ? null : (startMjd() + endMjd()) / 2;
    }

    /** Right ascension of the phase centre, degrees; null when no file says. Of the same file as {@link #decDeg}. */
    public Double raDeg() {
        return positioned().map(Uvh5Header::raDeg).orElse(null);
    }

    /** Declination of the phase centre, degrees; null when no file says. */
    public Double decDeg() {
        return positioned().map(Uvh5Header::decDeg).orElse(null);
    }

    private Stream<Uvh5Header> headers() {
        return files.stream().map(ConvertedFile::header).filter(Objects::nonNull);
    }

    /** The first subband that knows its full position, else the first that knows the declination. */
    private Optional<Uvh5Header> positioned() {
        List<Uvh5Header> headers = headers().filter(header -> header.decDeg() != null).toList();
        return headers.stream().filter(header -> header.raDeg() != null).findFirst()
                .or(() -> headers.stream().findFirst());
    }
}

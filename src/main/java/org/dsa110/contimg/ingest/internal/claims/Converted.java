package org.dsa110.contimg.ingest.internal.claims;

import java.util.List;

import org.dsa110.contimg.ingest.ConvertedFile;

/**
 * What is known of a conversion that has ended well. Immutable.
 *
 * @param msPath where the measurement set lies, absolute
 * @param loadTime seconds, or null when nobody said; as the next three
 * @param totalTime of the whole conversion
 * @param writerType what wrote the measurement set; null when nobody said
 * @param files as they were before the conversion; null when nobody looked
 */
public record Converted(String msPath, Double loadTime, Double phaseTime, Double writeTime, Double totalTime,
        String writerType,
        List<ConvertedFile> files) {
    public Converted {
        files = files == null ? null : List.copyOf(files);
    }
}

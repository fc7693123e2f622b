package org.dsa110.contimg.ingest;

import java.nio.file.Path;

import org.dsa110.contimg.observation.SubbandFileName;

/**
 * A subband file of a group that was converted. Immutable.
 *
 * @param path its absolute path
 * @param name what its name says
 * @param sizeBytes its size, bytes; null when it is gone, which a converter may bring about
 * @param modifiedAt when it was last modified, Unix seconds; null when it is gone
 * @param header what its header says; null when the service cannot read it, though the converter could
 */
public record ConvertedFile(Path path, SubbandFileName name, Long sizeBytes, Double modifiedAt, Uvh5Header header) {
}

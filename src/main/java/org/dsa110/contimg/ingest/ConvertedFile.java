package org.dsa110.contimg.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A subband file of a group that was converted. Immutable.
 *
 * @param path its absolute path
 * @param name what its name says
 * @param sizeBytes its size, bytes
 * @param modifiedAt when it was last modified, Unix seconds
 * @param header what its header says
 */
public record ConvertedFile(Path path, SubbandFileName name, long sizeBytes, double modifiedAt, Uvh5Header header) {

    /** @throws ConversionFailedException when it cannot be read, or is named as no subband file is */
    static ConvertedFile read(Path path) throws ConversionFailedException {
        SubbandFileName name = SubbandFileName.parse(path.getFileName().toString())
                .orElseThrow(() -> new ConversionFailedException(path + " is not named like a subband file"));
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new ConvertedFile(path, name, attributes.size(),
                    UnixTime.seconds(attributes.lastModifiedTime().toInstant()), Uvh5Header.read(path));
        } catch (IOException e) {
            throw new ConversionFailedException("the header of " + path + " cannot be read: " + e.getMessage(), e);
        }
    }
}

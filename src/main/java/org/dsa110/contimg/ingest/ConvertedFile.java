package org.dsa110.contimg.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Reader;

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

    /**
     * @param stored its path as the database has it
     * @throws ConversionFailedException when that is no path for one line of the converter's input, or the file cannot be read, or is
     *         named as no subband file is
     */
    static ConvertedFile read(String stored) throws ConversionFailedException {
        SubbandFileName name = SubbandFileName.parse(stored.substring(stored.lastIndexOf('/') + 1))
                .orElseThrow(() -> new ConversionFailedException(stored + " is not named like a subband file"));
        if (stored.contains("\n")) {
            throw new ConversionFailedException("the path " + stored + " has a line break");
        }
        Path path;
        try {
            path = Path.of(stored);
        } catch (InvalidPathException e) {
            throw new ConversionFailedException(stored + " is no possible path: " + e.getReason(), e);
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new ConvertedFile(path, name, attributes.size(),
                    UnixTime.seconds(attributes.lastModifiedTime().toInstant()), Uvh5Reader.readHeader(path));
        } catch (IOException e) {
            throw new ConversionFailedException("the header of " + path + " cannot be read: " + e.getMessage(), e);
        }
    }
}

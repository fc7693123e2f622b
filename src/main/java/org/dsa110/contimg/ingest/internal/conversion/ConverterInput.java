package org.dsa110.contimg.ingest.internal.conversion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.ingest.ConvertedFile;
import org.dsa110.contimg.ingest.Uvh5Header;
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5File;
import org.dsa110.contimg.observation.SubbandFileName;
import org.jboss.logging.Logger;

/** The files of a group as they are before it is converted: the converter may move or delete its input. */
final class ConverterInput {
    private static final Logger LOG = Logger.getLogger(ConverterInput.class);

    private ConverterInput() {
    }

    /** What reads the header of a file, such as {@link #header}; null for one that is whole but not readable here. */
    interface HeaderReader {
        Uvh5Header read(Path path) throws IOException;
    }

    static List<ConvertedFile> read(ClaimedGroup group) throws ConversionFailedException {
        return read(group, ConverterInput::header);
    }

    /**
     * Reads the headers of the group's files. One that is whole but not readable here has none, as the converter may read it.
     *
     * @return its files in the order of their subbands; at least one
     * @throws ConversionFailedException when there is none, or one cannot be read, is named as no subband file is, or lies at what is no
     *         path for one line of the converter's input
     */
    static List<ConvertedFile> read(ClaimedGroup group, HeaderReader headers) throws ConversionFailedException {
        if (group.paths().isEmpty()) {
            throw new ConversionFailedException("the group has no subband files");
        }
        List<ConvertedFile> files = new ArrayList<>();
        for (String path : group.paths()) {
            files.add(read(path, headers));
        }
        return files;
    }

    /**
     * The files of a group that another program has converted, as they are now. What is gone, or cannot be read, is told by its name alone;
     * what has no name of a subband file is left out.
     */
    static List<ConvertedFile> readWhatIsThere(List<String> paths) {
        List<ConvertedFile> files = new ArrayList<>();
        for (String path : paths) {
            try {
                files.add(read(path, ConverterInput::header));
            } catch (ConversionFailedException e) {
                LOG.infof("A file of a converted group is registered by its name: %s", e.getMessage());
                name(path).ifPresent(name -> files.add(new ConvertedFile(Path.of(path), name, null, null, null)));
            }
        }
        return files;
    }

    private static Optional<SubbandFileName> name(String stored) {
        return stored.indexOf('\0') >= 0 || stored.indexOf('\n') >= 0
                ? Optional.empty()
                : SubbandFileName.parse(stored.substring(stored.lastIndexOf('/') + 1));
    }

    private static ConvertedFile read(String stored, HeaderReader headers) throws ConversionFailedException {
        SubbandFileName name = SubbandFileName.parse(stored.substring(stored.lastIndexOf('/') + 1))
                .orElseThrow(() -> ConversionFailedException
                        .forGood(stored + " is not named like a subband file", null));
        if (stored.contains("\n")) {
            throw ConversionFailedException.forGood("the path " + stored + " has a line break", null);
        }
        Path path;
        try {
            path = Path.of(stored);
        } catch (InvalidPathException e) {
            throw ConversionFailedException.forGood(stored + " is no possible path: " + e.getReason(), e);
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new ConvertedFile(path, name, attributes.size(),
                    UnixTime.seconds(attributes.lastModifiedTime().toInstant()), headers.read(path));
        } catch (IOException e) {
            throw new ConversionFailedException("the header of " + path + " cannot be read: " + FileFailure.reason(e),
                    e);
        } catch (Error e) {
            // Whatever one file does to its reader, the worker goes on to the next group.
            throw new ConversionFailedException("the header of " + path + " cannot be read: " + e, e);
        }
    }

    private static Uvh5Header header(Path path) throws IOException {
        try {
            return Uvh5File.readHeader(path);
        } catch (IOException e) {
            if (Uvh5Content.of(path) instanceof Uvh5Content.NotReadable whole) {
                LOG.infof("%s is registered without what its header says, as the service cannot read it: %s", path,
                        whole.reason());
                return null;
            }
            throw e;
        }
    }
}

package org.dsa110.contimg.ingest.internal.conversion;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;

import org.jboss.logging.Logger;

/**
 * What a converter writes, read as it comes, so that it never waits for a reader: the last line of its standard output and the end of its
 * standard error are kept, whatever their length. Thread-safe.
 */
final class ConverterOutput {
    private static final Logger LOG = Logger.getLogger(ConverterOutput.class);
    private static final int LONGEST_SHOWN = 200;

    private final String groupId;
    private final LastLine lastLine = new LastLine();
    private final OutputTail errors = new OutputTail();
    private final List<Thread> readers;

    ConverterOutput(String groupId, Process process) {
        this.groupId = groupId;
        this.readers = List.of(reader("output", process.getInputStream(), lastLine),
                reader("errors", process.getErrorStream(), errors));
    }

    /**
     * Waits for the end of both streams, each no longer than a time: something that could not be ended may hold them. Then logs what was
     * written to standard error.
     */
    void awaitEnd(Duration patience) throws InterruptedException {
        for (Thread reader : readers) {
            reader.join(patience.toMillis());
        }
        String tail = errors.text();
        if (!tail.isEmpty()) {
            LOG.infof("The converter of group %s said: %s", groupId, tail);
        }
    }

    /** @throws ConversionFailedException when the last line does not name a measurement set */
    ConverterResult result() throws ConversionFailedException {
        String line;
        try {
            line = lastLine.text();
        } catch (CharacterCodingException e) {
            throw new ConversionFailedException("the converter's last line is not UTF-8" + errorsAfter(), e);
        }
        if (line.isEmpty()) {
            throw new ConversionFailedException("the converter did not name a measurement set" + errorsAfter());
        }
        try {
            return ConverterResult.parse(line);
        } catch (ConversionFailedException e) {
            throw new ConversionFailedException(e.getMessage() + errorsAfter(), e);
        }
    }

    /** Goes on with what it wrote, after the words that say how it ended; empty when it wrote nothing. */
    String after() {
        String line = lastLine.shown();
        String shown = line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
        return (line.isEmpty() ? "" : ", its last line was '" + shown + "'") + errorsAfter();
    }

    private String errorsAfter() {
        String tail = errors.text();
        return tail.isEmpty() ? "" : ": " + tail;
    }

    private Thread reader(String name, InputStream stream, OutputStream part) {
        Thread thread = new Thread(() -> read(stream, part), "converter " + name + " " + groupId);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(InputStream stream, OutputStream part) {
        try (stream) {
            stream.transferTo(part);
        } catch (IOException e) {
            LOG.debugf("The output of the converter of group %s broke off: %s", groupId, e.getMessage());
        }
    }
}

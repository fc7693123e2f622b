package org.dsa110.contimg.ingest.internal.grouping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;
import org.jboss.logging.Logger;

/**
 * Remembers how files looked when they were last seen, to tell those that are whole from those that are still being written. A file
 * that stays the same but is not whole is looked into again after 1, 2, 4 ... 64 scans, since what is wrong need not be in the file; it is
 * logged once for as long as it stays the same, and set aside when it has stayed so for long: then only a change brings it back. What
 * a look finds that an interrupt ended says nothing of the file. Not thread-safe.
 */
final class FileWatch {
    private static final Logger LOG = Logger.getLogger(FileWatch.class);
    private static final int LONGEST_PAUSE = 64;

    private final Function<Path, Uvh5Content> reader;
    private final IngestMeters meters;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final Map<String, Look> looks = new HashMap<>();
    private final Map<String, SetAside> givenUp = new HashMap<>();

    /**
     * How a file looks from outside.
     *
     * @param size bytes; negative where the file cannot be looked at
     * @param changed when its contents or permissions changed last, Unix seconds; of the contents alone where the file system does not say
     */
    record Form(long size, double changed) {
        private static final Form NONE = new Form(-1, 0);

        static Form of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Instant changed = attributes.lastModifiedTime().toInstant();
            if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
            }
            return new Form(attributes.size(), UnixTime.seconds(changed));
        }
    }

    /** How a file looked, since when, how many scans to leave it alone, and how long the last such pause was. */
    private record Look(Form form, long since, int skip, int pause) {
    }

    /**
     * @param reader what looks into a file, such as {@link Uvh5Content#of}
     * @param patience how long a file may stay the same without being whole before it is set aside
     */
    FileWatch(Function<Path, Uvh5Content> reader, IngestMeters meters, Duration patience, LongSupplier nanoTime) {
        this.reader = reader;
        this.meters = meters;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /**
     * Looks at a file once per scan.
     *
     * @param aside what is known of it from when it was set aside; null when it is not
     * @return its content when it is whole, whether or not the service can read it; empty when it is not, or not yet
     */
    Optional<Uvh5Content> wholeContent(Path file, SetAsideFiles.Row aside) {
        String name = file.getFileName().toString();
        Form now;
        String trouble = null;
        try {
            now = Form.of(file);
        } catch (NoSuchFileException vanished) {
            looks.remove(name);
            return Optional.empty();
        } catch (IOException e) {
            now = Form.NONE;
            trouble = FileFailure.sentence(e);
        }
        if (aside != null && aside.stands(now)) {
            looks.remove(name);
            return Optional.empty();
        }
        Look before = looks.get(name);
        if (before == null || !before.form.equals(now)) {
            looks.put(name, new Look(now, nanoTime.getAsLong(), 0, 0));
            return Optional.empty();
        }
        if (before.skip > 0) {
            looks.put(name, new Look(now, before.since, before.skip - 1, before.pause));
            return Optional.empty();
        }
        Uvh5Content content = trouble == null ? read(file, before) : new Uvh5Content.NotWhole(trouble);
        if (content != null && !(content instanceof Uvh5Content.NotWhole)) {
            return Optional.of(content);
        }
        if (!Thread.currentThread().isInterrupted()) {
            lookAgain(file, before, content);
        }
        return Optional.empty();
    }

    /** @return null where the reader stumbled; nothing that a file makes it throw, errors of the virtual machine included, may end the scan */
    private Uvh5Content read(Path file, Look before) {
        try {
            return reader.apply(file);
        } catch (RuntimeException | Error e) {
            if (before.pause == 0 && !Thread.currentThread().isInterrupted()) {
                meters.files("failed", 1);
                LOG.errorf(e, "%s (%d bytes) cannot be looked into, and is left alone", file, before.form.size);
            }
            return null;
        }
    }

    private void lookAgain(Path file, Look before, Uvh5Content content) {
        String reason = content instanceof Uvh5Content.NotWhole trouble ? trouble.reason() : null;
        if (before.pause == 0 && reason != null && (before.form.size < 0 || Files.exists(file))) {
            meters.files("not_whole", 1);
            LOG.warnf("%s (%d bytes) is not a whole subband file: %s", file, before.form.size, reason);
        }
        String name = file.getFileName().toString();
        int pause = Math.min(LONGEST_PAUSE, Math.max(1, 2 * before.pause));
        looks.put(name, new Look(before.form, before.since, pause, pause));
        Duration age = Duration.ofNanos(nanoTime.getAsLong() - before.since);
        if (age.compareTo(patience) >= 0) {
            givenUp.put(name, new SetAside(reason == null ? SetAside.FAILED : SetAside.NOT_WHOLE,
                    reason == null ? "the service stumbled over it; its log says more" : reason, null, before.form,
                    age));
        }
    }

    /** The files that are to be set aside, by name, until the next scan looks. */
    Map<String, SetAside> givenUp() {
        return givenUp;
    }

    /** Forgets all files but these, and what was given up. */
    void begin(Predicate<String> names) {
        looks.keySet().removeIf(names.negate());
        givenUp.clear();
    }
}

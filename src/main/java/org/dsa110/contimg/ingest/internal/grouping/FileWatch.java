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
import java.util.List;
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
 * Remembers how files looked when they were last seen, to tell those that are whole from those that are still being written: a file is
 * looked into when it has stayed the same for a scan interval, however many looks there were meanwhile. One that stays the same but
 * is not whole is looked into again after 1, 2, 4 ... 64 intervals, since what is wrong need not be in the file; it is logged once for as
 * long as it stays the same, and set aside when it has stayed so for long: then only a change brings it back. What a look finds
 * that an interrupt ended says nothing of the file. Not thread-safe.
 */
final class FileWatch {
    private static final Logger LOG = Logger.getLogger(FileWatch.class);
    private static final int LONGEST_PAUSE = 64;
    /** Scans do not come to the moment: this part of an interval may lack. */
    private static final int SLACK = 20;
    /** So many files are looked at between two scans; where more have come at once, the scans are to do it. */
    private static final int MOST_BETWEEN_SCANS = 256;

    private final Function<Path, Uvh5Content> reader;
    private final IngestMeters meters;
    private final long interval;
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

    /** How a file looked and since when, when it is to be looked into, and how many intervals the pause until then is: 0 for the first. */
    private record Look(Form form, long since, long due, int pause) {
        /** Whether the file was not yet looked into since it has looked so. */
        boolean first() {
            return pause == 0;
        }
    }

    /**
     * @param reader what looks into a file, such as {@link Uvh5Content#of}
     * @param interval how long a file must have stayed the same before it is looked into
     * @param patience how long a file may stay the same without being whole before it is set aside
     */
    FileWatch(Function<Path, Uvh5Content> reader, IngestMeters meters, Duration interval, Duration patience,
            LongSupplier nanoTime) {
        this.interval = interval.toNanos();
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
            looks.put(name, firstLook(now));
            return Optional.empty();
        }
        if (nanoTime.getAsLong() - before.due + interval / SLACK < 0) {
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

    private Look firstLook(Form form) {
        long now = nanoTime.getAsLong();
        return new Look(form, now, now + interval, 0);
    }

    /** Looks at a file that the system tells of; it changes nothing where the file looks as before. */
    void told(Path file) {
        String name = file.getFileName().toString();
        Look before = looks.get(name);
        try {
            Form now = Form.of(file);
            if (before == null || !before.form.equals(now)) {
                looks.put(name, firstLook(now));
            }
        } catch (IOException e) {
            LOG.debugf("%s is left to the next scan: %s", file, e);
        }
    }

    /** Whether a file has been seen and not been looked into yet. */
    boolean isAwaited(Path file) {
        Look look = looks.get(file.getFileName().toString());
        return look != null && look.first();
    }

    /**
     * Looks at the files that are waited for, so that each is waited for no longer than an interval from its last change.
     *
     * @param folder where they lie
     * @return whether one of them is to be looked into now
     */
    boolean anyIsDue(Path folder) {
        List<String> awaited = looks.keySet().stream().filter(name -> looks.get(name).first())
                .limit(MOST_BETWEEN_SCANS + 1L).toList();
        if (awaited.size() > MOST_BETWEEN_SCANS) {
            return false;
        }
        boolean due = false;
        for (String name : awaited) {
            try {
                Form now = Form.of(folder.resolve(name));
                if (!now.equals(looks.get(name).form)) {
                    looks.put(name, firstLook(now));
                } else {
                    due |= nanoTime.getAsLong() - looks.get(name).due >= 0;
                }
            } catch (IOException e) {
                LOG.debugf("%s is left to the next scan: %s", name, e);
            }
        }
        return due;
    }

    /** @return null where the reader stumbled; nothing that a file makes it throw, errors of the virtual machine included, may end the scan */
    private Uvh5Content read(Path file, Look before) {
        try {
            return reader.apply(file);
        } catch (RuntimeException | Error e) {
            if (before.first() && !Thread.currentThread().isInterrupted()) {
                meters.files("failed", 1);
                LOG.errorf(e, "%s (%d bytes) cannot be looked into, and is left alone", file, before.form.size);
            }
            return null;
        }
    }

    private void lookAgain(Path file, Look before, Uvh5Content content) {
        String reason = content instanceof Uvh5Content.NotWhole trouble ? trouble.reason() : null;
        if (before.first() && reason != null && (before.form.size < 0 || Files.exists(file))) {
            meters.files("not_whole", 1);
            LOG.warnf("%s (%d bytes) is not a whole subband file: %s", file, before.form.size, reason);
        }
        String name = file.getFileName().toString();
        int pause = Math.min(LONGEST_PAUSE, Math.max(1, 2 * before.pause));
        long now = nanoTime.getAsLong();
        looks.put(name, new Look(before.form, before.since, now + pause * interval, pause));
        Duration age = Duration.ofNanos(now - before.since);
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

package org.dsa110.contimg.ingest.internal.grouping;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jboss.logging.Logger;

/**
 * What lies in the folder without a group, as a scan finds it, and the rows that say so; these are read at each scan, and written when they say
 * something else. Not thread-safe.
 */
final class SetAsideNotes {
    private static final Logger LOG = Logger.getLogger(SetAsideNotes.class);

    private final SetAsideFiles rows;
    private final IngestMeters meters;
    private final Duration patience;
    /** The duplicates, by name. A group may get room for them later, so they are offered again with the next files. */
    private final Map<String, ArrivedFile> duplicates = new HashMap<>();
    /** Why settled files are in no group, by name: the duplicates, and what the database refused. */
    private final Map<String, SetAside> reasons = new HashMap<>();
    private Map<String, SetAsideFiles.Row> stored = Map.of();

    SetAsideNotes(SetAsideFiles rows, IngestMeters meters, Duration patience) {
        this.rows = rows;
        this.meters = meters;
        this.patience = patience;
    }

    /** Forgets all, for another folder. */
    void clear() {
        duplicates.clear();
        reasons.clear();
    }

    /** Reads the rows, and forgets what is no longer in the folder. */
    void begin(FolderFiles files) {
        stored = rows.in(files.folder()).await().indefinitely();
        duplicates.keySet().removeIf(name -> !files.isSettled(name));
        reasons.keySet().removeIf(name -> !files.isSettled(name));
    }

    /** What is known of a file from when it was set aside; null when it is not. */
    SetAsideFiles.Row row(String name) {
        return stored.get(name);
    }

    Collection<ArrivedFile> duplicates() {
        return duplicates.values();
    }

    void duplicate(Recorded.Duplicate found) {
        String name = found.file().name().format();
        reasons.put(name, SetAside.duplicateIn(found.groupId()));
        if (duplicates.put(name, found.file()) == null) {
            meters.files("duplicate", 1);
            LOG.warnf("%s is ignored: group %s has its subband already", found.file().path(), found.groupId());
        }
    }

    void refused(ArrivedFile file, Throwable cause) {
        reasons.put(file.name().format(), SetAside.notRecorded(cause));
    }

    void recorded(ArrivedFile file) {
        duplicates.remove(file.name().format());
        reasons.remove(file.name().format());
    }

    /**
     * Has the rows say what is so now.
     *
     * @param givenUp the open files that are to be set aside
     */
    void store(FolderFiles files, Map<String, SetAside> givenUp) {
        Map<String, SetAside> found = new HashMap<>(givenUp);
        givenUp.forEach((name, why) -> {
            meters.files("set_aside", 1);
            LOG.warnf("%s is set aside until it changes, as nothing could be made of it for %s: %s", files.path(name),
                    patience, why.reason());
        });
        reasons.forEach((name, why) -> {
            if (!stored.containsKey(name) || !stored.get(name).says(why)) {
                found.put(name, why);
            }
        });
        Set<String> over = new HashSet<>(stored.keySet());
        over.removeIf(name -> reasons.containsKey(name) || files.isOpen(name));
        if (!found.isEmpty() || !over.isEmpty()) {
            rows.change(files.folder(), found, over).await().indefinitely();
        }
    }
}

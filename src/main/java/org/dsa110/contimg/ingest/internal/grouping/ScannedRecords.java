package org.dsa110.contimg.ingest.internal.grouping;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

import org.dsa110.contimg.database.DatabaseException;
import org.jboss.logging.Logger;

/**
 * What a scan has found, on its way into the database: as many files at once as there are, and where one of them makes trouble each by itself,
 * so that it keeps no other out. What became of them is told to the folder, to the notes of what is set aside, to the log and the metrics. Not
 * thread-safe.
 */
final class ScannedRecords {
    /** Its lines are those of the scans. */
    private static final Logger LOG = Logger.getLogger(ArrivalScanner.class);
    /** Trouble that a file itself makes: only that file is left out. All other kinds are the state of the database, which every file would meet. */
    private static final Set<DatabaseException.Kind> OF_THE_DATA = EnumSet.of(DatabaseException.Kind.DUPLICATE,
            DatabaseException.Kind.NOT_NULL, DatabaseException.Kind.CHECK, DatabaseException.Kind.FOREIGN_KEY);

    private final GroupRecorder recorder;
    private final SetAsideNotes setAside;
    private final RecordCheck check;
    private final IngestMeters meters;

    ScannedRecords(GroupRecorder recorder, SetAsideNotes setAside, RecordCheck check, IngestMeters meters) {
        this.recorder = recorder;
        this.setAside = setAside;
        this.check = check;
        this.meters = meters;
    }

    /**
     * Records files that are whole.
     *
     * @throws DatabaseException when the database cannot take them now
     */
    void add(FolderFiles files, List<ArrivedFile> arrived) {
        try {
            note(files, recorder.record(arrived, setAside.duplicates()).await().indefinitely());
        } catch (RuntimeException e) {
            if (!isOfTheData(e)) {
                throw e;
            }
            if (arrived.size() > 1) {
                arrived.forEach(file -> add(files, List.of(file)));
                return;
            }
            ArrivedFile file = arrived.get(0);
            files.settle(file.name().format());
            setAside.refused(file, e);
            LOG.errorf(e, "%s cannot be recorded, and is left alone until the service starts again", file.path());
        }
    }

    /**
     * Takes files that are gone out of their groups.
     *
     * @throws DatabaseException when the database cannot take that now
     */
    void remove(FolderFiles files, Set<String> vanished) {
        try {
            note(files, recorder.remove(vanished, setAside.duplicates()).await().indefinitely());
        } catch (RuntimeException e) {
            if (!isOfTheData(e)) {
                throw e;
            }
            if (vanished.size() > 1) {
                vanished.forEach(path -> remove(files, Set.of(path)));
                return;
            }
            check.leave(vanished);
            LOG.errorf(e,
                    "%s has vanished, but its group cannot be changed: it stays there until the service starts again",
                    vanished.iterator().next());
        }
    }

    /** Whether one of the files is the trouble, and not the database, which every file would meet. */
    private static boolean isOfTheData(RuntimeException e) {
        if (e instanceof CompletionException && e.getCause() instanceof InterruptedException) {
            return false;
        }
        return !(e instanceof DatabaseException trouble) || OF_THE_DATA.contains(trouble.kind());
    }

    private void note(FolderFiles files, Recorded recorded) {
        for (Recorded.Duplicate duplicate : recorded.duplicates()) {
            files.settle(duplicate.file().name().format());
            setAside.duplicate(duplicate);
        }
        for (ArrivedFile file : recorded.files()) {
            files.settle(file.name().format());
            setAside.recorded(file);
            if (file.notReadable() != null) {
                meters.files("not_readable", 1);
                LOG.warnf("%s is whole and recorded, but the service itself cannot read it: %s", file.path(),
                        file.notReadable());
            }
        }
        recorded.known().forEach(file -> files.settle(file.name().format()));
        meters.files("recorded", recorded.files().size());
        for (Recorded.Late late : recorded.late()) {
            meters.files("late", 1);
            LOG.warnf("%s came late: group %s has it now, but is %s already", late.file().path(), late.groupId(),
                    late.state());
        }
        recorded.vanished().forEach((path, group) -> {
            files.reopen(FolderFiles.name(path));
            meters.files("vanished", 1);
            LOG.warnf("%s has vanished before group %s was whole, which no longer has it", path, group);
        });
        recorded.becamePending().forEach(group -> LOG.infof("Group %s is whole and pending", group));
    }
}

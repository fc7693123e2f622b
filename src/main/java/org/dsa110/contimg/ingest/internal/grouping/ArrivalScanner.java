package org.dsa110.contimg.ingest.internal.grouping;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.Folder;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;
import org.dsa110.contimg.observation.SubbandFileName;
import org.jboss.logging.Logger;

/**
 * Looks into the incoming folder for subband files and has those that are whole recorded: files that two scans saw the same, and
 * whose content is complete. What is recorded is remembered by name as long as it lies in the folder, so that a scan costs one
 * listing and a look at the few files that are new. No file, whatever is wrong with it, keeps the others from being recorded.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class ArrivalScanner {
    private static final Logger LOG = Logger.getLogger(ArrivalScanner.class);
    private static final int BUNCH = 256;
    /** Trouble that a file itself makes: only that file is left out. All other kinds are the state of the database, which every file would meet. */
    private static final Set<DatabaseException.Kind> OF_THE_DATA = EnumSet.of(DatabaseException.Kind.DUPLICATE,
            DatabaseException.Kind.NOT_NULL, DatabaseException.Kind.CHECK, DatabaseException.Kind.FOREIGN_KEY);

    private final GroupRecorder recorder;
    private final RecordedPaths recordedPaths;
    private final SetAsideFiles setAsideFiles;
    private final IngestConfig config;
    /** What is thrown out of a scan is counted by who has it scan. */
    private final IngestMeters meters;
    private final FileWatch watch;
    /** The duplicates, by name. A group may get room for them later, so they are offered again with the next files. */
    private final Map<String, ArrivedFile> setAside = new HashMap<>();
    /** Why the files are in no group that need no further look, by name: the duplicates, and what the database refused. */
    private final Map<String, SetAside> reasons = new HashMap<>();
    /** The paths of vanished files whose rows could not be taken away. */
    private final Set<String> stuck = new HashSet<>();
    private final ReentrantLock oneAtATime = new ReentrantLock();
    /** The names in the folder that need no further look; null before the first scan of a folder. */
    private Set<String> known;
    private Path folder;
    /** How many groups there were at the last scan; negative before the first. */
    private long groups = -1;
    /** What was last logged of the folder, so that the same trouble is not logged at each scan; null when all is well. */
    private String folderTrouble;
    private volatile boolean stopping;

    @Inject
    ArrivalScanner(GroupRecorder recorder, RecordedPaths recordedPaths, SetAsideFiles setAsideFiles,
            IngestConfig config, MeterRegistry metrics) {
        this(recorder, recordedPaths, setAsideFiles, config, metrics, Uvh5Content::of, System::nanoTime);
    }

    /** @param reader looks into a file */
    ArrivalScanner(GroupRecorder recorder, RecordedPaths recordedPaths, SetAsideFiles setAsideFiles,
            IngestConfig config, MeterRegistry metrics, Function<Path, Uvh5Content> reader, LongSupplier nanoTime) {
        this.setAsideFiles = setAsideFiles;
        this.recorder = recorder;
        this.recordedPaths = recordedPaths;
        this.config = config;
        this.meters = new IngestMeters(metrics);
        this.watch = new FileWatch(reader, meters, config.setAsideAfter(), nanoTime);
    }

    /**
     * Scans once; does nothing without an incoming folder, or while another scan runs. A folder that cannot be read, or whose path cannot
     * be stored, is logged when that begins.
     *
     * @throws DatabaseException when the database cannot take files now; the next scan finds them again
     */
    public void scan() {
        if (config.incomingDir().isEmpty() || !oneAtATime.tryLock()) {
            return;
        }
        try {
            if (!stopping) {
                scanOnce(config.incomingDir().get());
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Ends a scan that runs before its next file, and lets no other begin. */
    public void expectStop() {
        stopping = true;
    }

    /**
     * The same, and waits for the scan that runs.
     *
     * @return whether none runs any more
     */
    public boolean stop(long timeout, TimeUnit unit) throws InterruptedException {
        expectStop();
        if (!oneAtATime.tryLock(timeout, unit)) {
            return false;
        }
        oneAtATime.unlock();
        return true;
    }

    private void scanOnce(Path incoming) {
        try {
            Path real = incoming.toRealPath();
            if (!PathText.isExact(real)) {
                throw new FileSystemException(real.toString(), null,
                        "a path with a line break, or with characters that the locale of the service lacks, cannot be stored");
            }
            if (!real.equals(folder)) {
                folder = real;
                known = null;
                setAside.clear();
                reasons.clear();
            }
            long started = System.nanoTime();
            scanFolder();
            meters.scanned(System.nanoTime() - started);
            folderTrouble = null;
        } catch (ClosedByInterruptException e) {
            LOG.debug("A scan was interrupted");
        } catch (IOException e) {
            meters.scanFailed();
            String trouble = FileFailure.sentence(e);
            if (!trouble.equals(folderTrouble)) {
                folderTrouble = trouble;
                LOG.warnf("The incoming folder cannot be scanned: %s", trouble);
            }
        }
    }

    private void scanFolder() throws IOException {
        RecordedPaths.QueueLook queue = recordedPaths.look(groups).await().indefinitely();
        forgetDeletedGroups(queue.orphans());
        groups = queue.groups();
        removeVanished(queue.collecting());
        TreeMap<String, SubbandFileName> unknown = list();
        Map<String, SetAsideFiles.Row> aside = setAsideFiles.in(folder).await().indefinitely();
        watch.begin(unknown.keySet());
        List<ArrivedFile> whole = new ArrayList<>();
        for (Map.Entry<String, SubbandFileName> file : unknown.entrySet()) {
            if (stopping) {
                return;
            }
            watch.wholeContent(folder.resolve(file.getKey()), aside.get(file.getKey()))
                    .flatMap(content -> arrived(file.getKey(), file.getValue(), content)).ifPresent(whole::add);
            if (whole.size() == BUNCH) {
                record(whole);
                whole.clear();
            }
        }
        if (!whole.isEmpty()) {
            record(whole);
        }
        noteSetAside(unknown.keySet(), aside);
    }

    /** Has the rows of what is set aside say what is so now; mostly they do, and nothing is written. */
    private void noteSetAside(Set<String> unknown, Map<String, SetAsideFiles.Row> rows) {
        Map<String, SetAside> found = new HashMap<>(watch.givenUp());
        found.forEach((name, why) -> {
            meters.files("set_aside", 1);
            LOG.warnf("%s is set aside until it changes, as nothing could be made of it for %s: %s",
                    folder.resolve(name), config.setAsideAfter(), why.reason());
        });
        reasons.forEach((name, why) -> {
            if (!rows.containsKey(name) || !rows.get(name).says(why)) {
                found.put(name, why);
            }
        });
        Set<String> over = new HashSet<>(rows.keySet());
        over.removeIf(name -> reasons.containsKey(name) || unknown.contains(name) && !known.contains(name));
        if (!found.isEmpty() || !over.isEmpty()) {
            setAsideFiles.change(folder, found, over).await().indefinitely();
        }
    }

    /**
     * What files of a deleted group were recorded counts no more: they are looked at like new ones. Those that lie in this folder only; a
     * link in it may have been recorded by where it leads.
     */
    private void forgetDeletedGroups(List<String> orphans) {
        int forgotten = 0;
        for (String path : orphans) {
            String name = name(path);
            if (known != null && known.contains(name)
                    && (path.equals(folder.resolve(name).toString()) || leadsTo(folder.resolve(name), path))
                    && known.remove(name)) {
                forgotten++;
            }
        }
        if (forgotten > 0) {
            LOG.infof("%d files are looked at anew, as their groups were deleted", forgotten);
        }
    }

    /**
     * A group must not become pending with a file that is not there, so those that still collect lose what has vanished; it costs one look at
     * each of their files. Files that others recorded elsewhere are theirs to look after.
     */
    private void removeVanished(List<String> collecting) {
        Set<String> gone = new HashSet<>();
        for (String path : collecting) {
            if (isOurs(path) && !stuck.contains(path) && isGone(path)) {
                gone.add(path);
            }
        }
        if (!gone.isEmpty()) {
            remove(gone);
            gone.forEach(path -> known.remove(name(path)));
        }
    }

    private void remove(Set<String> gone) {
        try {
            note(recorder.remove(gone, setAside.values()).await().indefinitely());
        } catch (RuntimeException e) {
            if (!isOfTheData(e)) {
                throw e;
            }
            if (gone.size() > 1) {
                gone.forEach(path -> remove(Set.of(path)));
                return;
            }
            stuck.addAll(gone);
            LOG.errorf(e,
                    "%s has vanished, but its group cannot be changed: it stays there until the service starts again",
                    gone.iterator().next());
        }
    }

    /** Whether one of the files is the trouble, and not the database, which every file would meet. */
    private static boolean isOfTheData(RuntimeException e) {
        if (e instanceof CompletionException && e.getCause() instanceof InterruptedException) {
            return false;
        }
        return !(e instanceof DatabaseException trouble) || OF_THE_DATA.contains(trouble.kind());
    }

    private boolean isOurs(String path) {
        return known != null && (known.contains(name(path)) || path.equals(folder.resolve(name(path)).toString()));
    }

    /** A path that cannot be looked at may be there. */
    private static boolean isGone(String path) {
        try {
            Files.readAttributes(Path.of(path), BasicFileAttributes.class);
        } catch (NoSuchFileException vanished) {
            return true;
        } catch (IOException | InvalidPathException e) {
            LOG.debugf("%s cannot be looked at: %s", path, e);
        }
        return false;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean leadsTo(Path link, String path) {
        try {
            return link.toRealPath().toString().equals(path);
        } catch (IOException vanished) {
            return false;
        }
    }

    /** The files that are not known yet, earliest first, so that early groups become whole first. Forgets what is gone. */
    private TreeMap<String, SubbandFileName> list() throws IOException {
        Set<String> still = new HashSet<>();
        TreeMap<String, SubbandFileName> unknown = new TreeMap<>();
        try (DirectoryStream<Path> files = Folder.open(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (known != null && known.contains(name)) {
                    still.add(name);
                } else {
                    SubbandFileName.parse(name).ifPresent(parsed -> unknown.put(name, parsed));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (known == null) {
            still = recordedPaths.namesIn(folder, unknown.keySet()).await().indefinitely();
            unknown.keySet().removeAll(still);
        }
        known = still;
        setAside.keySet().retainAll(known);
        reasons.keySet().retainAll(known);
        return unknown;
    }

    /** A link to a file with another name is recorded by the name that it has here, since only that tells time and subband; so is
     * one to a path that cannot be stored. */
    private Optional<ArrivedFile> arrived(String name, SubbandFileName parsed, Uvh5Content content) {
        Path file = folder.resolve(name);
        try {
            Path real = file.toRealPath();
            return Optional.of(new ArrivedFile(parsed,
                    (real.endsWith(name) && PathText.isExact(real) ? real : file).toString(),
                    content instanceof Uvh5Content.NotReadable here ? here.reason() : null));
        } catch (IOException vanished) {
            return Optional.empty();
        }
    }

    private void record(List<ArrivedFile> files) {
        try {
            note(recorder.record(files, setAside.values()).await().indefinitely());
        } catch (RuntimeException e) {
            if (!isOfTheData(e)) {
                throw e;
            }
            if (files.size() > 1) {
                files.forEach(file -> record(List.of(file)));
                return;
            }
            known.add(files.get(0).name().format());
            reasons.put(files.get(0).name().format(), SetAside.notRecorded(e));
            LOG.errorf(e, "%s cannot be recorded, and is left alone until the service starts again",
                    files.get(0).path());
        }
    }

    private void note(Recorded recorded) {
        for (Recorded.Duplicate duplicate : recorded.duplicates()) {
            ArrivedFile file = duplicate.file();
            if (setAside.put(file.name().format(), file) == null) {
                meters.files("duplicate", 1);
                LOG.warnf("%s is ignored: group %s has its subband already", file.path(), duplicate.groupId());
            }
            reasons.put(file.name().format(), SetAside.duplicateIn(duplicate.groupId()));
            known.add(file.name().format());
        }
        for (ArrivedFile file : recorded.files()) {
            setAside.remove(file.name().format());
            reasons.remove(file.name().format());
            known.add(file.name().format());
            if (file.notReadable() != null) {
                meters.files("not_readable", 1);
                LOG.warnf("%s is whole and recorded, but the service itself cannot read it: %s", file.path(),
                        file.notReadable());
            }
        }
        for (Recorded.Late late : recorded.late()) {
            meters.files("late", 1);
            LOG.warnf("%s came late: group %s has it now, but is %s already", late.file().path(), late.groupId(),
                    late.state());
        }
        recorded.vanished().forEach((path, group) -> {
            meters.files("vanished", 1);
            LOG.warnf("%s has vanished before group %s was whole, which no longer has it", path, group);
        });
        recorded.known().forEach(file -> known.add(file.name().format()));
        meters.files("recorded", recorded.files().size());
        recorded.becamePending().forEach(group -> LOG.infof("Group %s is whole and pending", group));
    }
}

package org.dsa110.contimg.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.Unremovable;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.files.FileFailure;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes backups, beside whatever reads and writes the files. Thread-safe. */
@ApplicationScoped
@Unremovable
public class Backups {
    private final DatabaseFiles files;
    private final FileBackup fileBackup;
    private final String program;
    private final Clock clock;

    /** @param program the version of this program */
    Backups(DatabaseFiles files, FileBackup fileBackup,
            @ConfigProperty(name = "quarkus.application.version") String program, Clock clock) {
        this.files = files;
        this.fileBackup = fileBackup;
        this.program = program;
        this.clock = clock;
    }

    /**
     * Makes a backup: all of it, or nothing. What was committed in a file before this was called is in it. A file of several databases is
     * in it with all of them, whichever was asked for. Older backups of the same files in the folder that were kept for long enough are
     * taken away then.
     *
     * @param folder in which the backup gets a folder of its own; it must be there
     * @param keep how long a backup is kept at least
     * @throws DatabaseException when it cannot be made, as when another is being made there; nothing is left of it then
     */
    public BackupReport make(Path folder, Set<Database> databases, Duration keep, Progress progress) {
        Map<Location.File, Set<Database>> sources = sources(databases);
        BackupFolder backups = new BackupFolder(folder);
        try {
            return backups.locked(() -> {
                backups.tidy();
                return retain(backups, make(backups, sources, progress), keep);
            });
        } catch (IOException e) {
            throw failure("no backup can be made: " + FileFailure.sentence(e), e);
        }
    }

    private Backup make(BackupFolder backups, Map<Location.File, Set<Database>> sources, Progress progress)
            throws IOException {
        Instant begun = clock.instant();
        Path unfinished = backups.begin(begun);
        try {
            List<SavedFile> saved = new ArrayList<>();
            for (Map.Entry<Location.File, Set<Database>> source : sources.entrySet()) {
                saved.add(fileBackup.make(source.getKey(), source.getValue(), unfinished, progress));
            }
            Manifest manifest = new Manifest(program, begun, clock.instant(), saved);
            write(unfinished.resolve(BackupFolder.MANIFEST), manifest.json().toPrettyString() + "\n");
            return new Backup(backups.finish(unfinished), manifest);
        } catch (IOException | RuntimeException e) {
            remove(backups, unfinished, e);
            throw e;
        }
    }

    /** Leaves nothing of a backup that failed, also where that was as the thread is interrupted. */
    private static void remove(BackupFolder backups, Path unfinished, Exception failure) {
        boolean interrupted = Thread.interrupted();
        try {
            backups.remove(unfinished);
        } catch (IOException left) {
            // The next backup takes it away.
            failure.addSuppressed(left);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A backup is good whatever becomes of older ones. */
    private BackupReport retain(BackupFolder backups, Backup made, Duration keep) {
        List<Path> removed = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        try {
            Set<String> paths = new TreeSet<>();
            files.locate().values().forEach(location -> paths.add(location.toString()));
            for (Backup old : Retention.expired(backups.backups(), paths, clock.instant(), keep)) {
                if (backups.remove(old)) {
                    removed.add(old.folder());
                } else {
                    remarks.add(old.folder()
                            + " was kept for long enough, and is left as it holds what is not of the backup");
                }
            }
        } catch (IOException e) {
            remarks.add("backups that were kept for long enough could not be removed: " + FileFailure.sentence(e));
        }
        return new BackupReport(made, removed, remarks);
    }

    /** The files in which databases are, each with all of its databases; what is wrong is said of all. */
    private Map<Location.File, Set<Database>> sources(Set<Database> databases) {
        Map<Database, Location> locations = files.locate();
        Map<Location.File, Set<Database>> sources = new LinkedHashMap<>();
        List<DatabaseException> faults = new ArrayList<>();
        for (Database database : databases) {
            Location location = locations.get(database);
            if (!(location instanceof Location.File file)) {
                faults.add(failure(database + " is in memory, where it has no backup", null));
            } else if (!Files.exists(file.path())) {
                faults.add(failure(file + " is not there, so there is no backup of " + database, null));
            } else if (!sources.containsKey(file)) {
                Set<Database> all = EnumSet.noneOf(Database.class);
                locations.forEach((each, where) -> {
                    if (where.equals(location)) {
                        all.add(each);
                    }
                });
                sources.put(file, all);
            }
        }
        DatabaseException.throwAll(faults);
        return sources;
    }

    private static void write(Path path, String text) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }

    private static DatabaseException failure(String sentence, Exception cause) {
        return new DatabaseException(Kind.STORAGE, sentence, cause);
    }
}

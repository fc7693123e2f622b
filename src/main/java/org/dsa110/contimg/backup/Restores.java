package org.dsa110.contimg.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.Unremovable;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseCopies;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.HeldFile;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.migration.Schemas;

/** Puts files of a backup back in place. The databases must not be open. Thread-safe. */
@ApplicationScoped
@Unremovable
public class Restores {
    /** What stands for the newest backup in the configured folder. */
    public static final String LATEST = "latest";

    private final DatabaseFiles files;
    private final DatabaseCopies copies;
    private final Schemas schemas;
    private final BackupConfig config;

    Restores(DatabaseFiles files, DatabaseCopies copies, Schemas schemas, BackupConfig config) {
        this.files = files;
        this.copies = copies;
        this.schemas = schemas;
        this.config = config;
    }

    /**
     * Restores the files of databases. All of them are unpacked beside their targets and checked before the first is put in place; each old
     * file is kept beside the new one.
     *
     * @param backup its folder; or the name of one in the configured folder, or {@link #LATEST}
     * @param wanted the databases; empty for all that are in it
     * @param dryRun whether the backup is only checked. What is in use is no fault then
     * @return one for each file
     * @throws DatabaseException when a file cannot be restored, with a line for each, or was opened in the last moment. Nothing is changed
     *         then, but where the message says what
     */
    public List<RestoreReport> restore(String backup, Set<Database> wanted, boolean dryRun, Progress progress) {
        Path folder = find(backup, wanted);
        BackupFolder.Work<List<RestoreReport>> work = () -> {
            List<FileRestore> restores = plan(folder, manifest(folder), wanted, dryRun);
            return dryRun ? check(restores, progress) : put(restores, progress);
        };
        Path all = folder.getParent();
        try {
            // Where backups cannot be written none is made or removed.
            return BackupFolder.isNamedAsOne(folder) && Files.isWritable(all)
                    ? new BackupFolder(all).locked(work)
                    : work.run();
        } catch (IOException e) {
            throw failure(FileFailure.sentence(e), e);
        }
    }

    private Path find(String backup, Set<Database> wanted) {
        try {
            Path folder = Path.of(backup).toAbsolutePath().normalize();
            if (Files.isDirectory(folder) || config.folder().isEmpty() || Path.of(backup).getNameCount() > 1) {
                return folder;
            }
            Path all = config.folder().get();
            if (!backup.equals(LATEST)) {
                return all.resolve(backup).toAbsolutePath().normalize();
            }
            Backup newest = new BackupFolder(all).newest(wanted);
            if (newest == null) {
                throw failure("there is no backup in " + all + " that has what is asked for", null);
            }
            return newest.folder();
        } catch (InvalidPathException e) {
            throw failure("there is no backup at " + backup, e);
        } catch (IOException e) {
            throw failure(FileFailure.sentence(e), e);
        }
    }

    private static Manifest manifest(Path folder) {
        try {
            return BackupFolder.manifest(folder);
        } catch (NoSuchFileException e) {
            throw failure("there is no whole backup at " + folder + ": it has no " + BackupFolder.MANIFEST, e);
        } catch (UnusableManifestException e) {
            throw failure(folder.resolve(BackupFolder.MANIFEST) + " cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw failure(FileFailure.sentence(e), e);
        }
    }

    private List<FileRestore> plan(Path folder, Manifest manifest, Set<Database> wanted, boolean dryRun) {
        Map<Database, Location> locations = files.locate();
        Set<Database> missing = EnumSet.noneOf(Database.class);
        missing.addAll(wanted);
        missing.removeAll(manifest.databases());
        if (!missing.isEmpty()) {
            throw failure(folder + " has no backup of " + names(missing) + "; it has " + names(manifest.databases()),
                    null);
        }
        List<FileRestore> restores = new ArrayList<>();
        forEach(manifest.files(), saved -> {
            Set<Database> asked = saved.names();
            asked.retainAll(wanted.isEmpty() ? saved.names() : wanted);
            if (!asked.isEmpty()) {
                refuseToTakeOthersAlong(saved, asked);
                Location.File target = target(saved, locations);
                restores.add(new FileRestore(saved, folder, target, folder(target, dryRun)));
            }
        });
        return restores;
    }

    private static void refuseToTakeOthersAlong(SavedFile saved, Set<Database> asked) {
        Set<Database> others = saved.names();
        others.removeAll(asked);
        if (!others.isEmpty()) {
            throw failure(saved.packed() + " is one file with " + names(others) + ", which would go back with "
                    + names(asked) + ": name all of them, or leave --database out", null);
        }
    }

    /** Where a file of the backup goes: the databases in it are one file in the configuration, too, and alone there. */
    private static Location.File target(SavedFile saved, Map<Database, Location> locations) {
        Location location = locations.get(saved.databases().get(0).database());
        Set<Database> there = EnumSet.noneOf(Database.class);
        locations.forEach((database, where) -> {
            if (where.equals(location)) {
                there.add(database);
            }
        });
        if (!there.equals(saved.names())) {
            throw failure("in the backup " + names(saved.names()) + (saved.names().size() > 1 ? " are" : " is")
                    + " one file, and here " + location + " is that of " + names(there)
                    + ": set the paths as they were when it was made", null);
        }
        if (location instanceof Location.File file) {
            return file;
        }
        throw failure(names(there) + " is in memory, where nothing can be restored", null);
    }

    /** Where the file is unpacked. A check makes no folders. */
    private static Path folder(Location.File target, boolean dryRun) {
        Path folder = target.path().getParent();
        try {
            return dryRun && !Files.isDirectory(folder)
                    ? Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath()
                    : Files.createDirectories(folder);
        } catch (IOException e) {
            throw failure(FileFailure.sentence(e), e);
        }
    }

    private List<RestoreReport> check(List<FileRestore> restores, Progress progress) {
        forEach(restores, restore -> {
            try {
                restore.unpack(copies, schemas, progress);
            } finally {
                restore.clear();
            }
        });
        return restores.stream().map(FileRestore::report).toList();
    }

    private List<RestoreReport> put(List<FileRestore> restores, Progress progress) {
        List<HeldFile> held = new ArrayList<>();
        try {
            forEach(restores, restore -> held.add(copies.hold(restore.target())));
            forEach(restores, restore -> restore.unpack(copies, schemas, progress));
            forEach(held, HeldFile::refuseOthers);
            List<RestoreReport> done = new ArrayList<>();
            for (int i = 0; i < restores.size(); i++) {
                done.add(put(restores.get(i), held.get(i), done));
            }
            refuseLate(held);
            return done;
        } finally {
            held.forEach(HeldFile::close);
            restores.forEach(FileRestore::clear);
        }
    }

    /** Between the question and the renaming there is a moment. Until the old files are let go nobody in it has done anything with them. */
    private static void refuseLate(List<HeldFile> held) {
        try {
            forEach(held, HeldFile::refuseOthers);
        } catch (DatabaseException e) {
            throw failure("all was restored, and cannot be used yet: " + e.getMessage(), e);
        }
    }

    private static RestoreReport put(FileRestore restore, HeldFile held, List<RestoreReport> done) {
        try {
            return restore.put(held);
        } catch (DatabaseException e) {
            throw done.isEmpty()
                    ? e
                    : failure(e.getMessage() + "; restored before were " + String.join(", ",
                            done.stream().map(report -> report.target().toString()).toList()), e);
        }
    }

    /** What is wrong with several is said of all of them. */
    private static <T> void forEach(List<T> all, Consumer<T> work) {
        List<DatabaseException> faults = new ArrayList<>();
        for (T each : all) {
            try {
                work.accept(each);
            } catch (DatabaseException e) {
                faults.add(e);
            }
        }
        DatabaseException.throwAll(faults);
    }

    private static String names(Set<Database> databases) {
        return String.join(", ", databases.stream().map(Database::unitName).toList());
    }

    private static DatabaseException failure(String sentence, Exception cause) {
        return new DatabaseException(Kind.STORAGE, sentence, cause);
    }
}

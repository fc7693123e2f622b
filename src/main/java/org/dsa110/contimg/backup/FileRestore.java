package org.dsa110.contimg.backup;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.dsa110.contimg.database.CopyContent;
import org.dsa110.contimg.database.DatabaseCopies;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.HeldFile;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.files.DiskSpace;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.migration.SchemaStatus;
import org.dsa110.contimg.migration.Schemas;
import org.dsa110.contimg.migration.Standing;

/** The way of one file out of a backup: it is unpacked beside its target and looked at in full before that is touched. Not thread-safe. */
final class FileRestore {
    private static final String UNFINISHED = ".unfinished-restore";
    private static final long MEBIBYTE = 1 << 20;

    private final SavedFile saved;
    private final Path packed;
    private final Location.File target;
    private final Path unpacked;

    /**
     * @param backup the folder of the backup
     * @param target where it goes
     * @param folder in which it is unpacked; that of the target, if it is to be put there
     */
    FileRestore(SavedFile saved, Path backup, Location.File target, Path folder) {
        this.saved = saved;
        this.packed = backup.resolve(saved.packed());
        this.target = target;
        this.unpacked = folder.resolve(target.path().getFileName() + UNFINISHED);
    }

    /** @throws DatabaseException when it is not what the manifest says, or this program could not use it */
    void unpack(DatabaseCopies copies, Schemas schemas, Progress progress) {
        try {
            // What a run left that was ended.
            Files.deleteIfExists(unpacked);
            long free = DiskSpace.free(unpacked.getParent()).orElse(Long.MAX_VALUE);
            if (free < saved.plain().bytes()) {
                throw new FileSystemException(unpacked.getParent().toString(), null,
                        packed + " needs " + (saved.plain().bytes() / MEBIBYTE + 1) + " MiB there, and "
                                + free / MEBIBYTE + " MiB are free");
            }
            compare(PackedFile.unpack(packed, unpacked, saved.plain().bytes(), progress));
        } catch (IOException e) {
            throw failure(FileFailure.sentence(e), e);
        }
        examine(copies, progress);
        refuseUseless(schemas);
    }

    /** @return what was done */
    RestoreReport put(HeldFile held) {
        return new RestoreReport(saved, target, held.replace(unpacked));
    }

    /** What was found to be good, without doing anything with it. */
    RestoreReport report() {
        return new RestoreReport(saved, target, null);
    }

    /** Takes away what was unpacked, if it is still there. */
    void clear() {
        try {
            Files.deleteIfExists(unpacked);
        } catch (IOException e) {
            throw failure("cannot remove " + FileFailure.sentence(e), e);
        }
    }

    Location.File target() {
        return target;
    }

    private void compare(PackedFile.Sums sums) {
        if (!sums.compressed().equals(saved.compressed()) || !sums.plain().equals(saved.plain())) {
            throw failure(packed + " is not the file of its manifest: it has another length or SHA-256", null);
        }
    }

    private void examine(DatabaseCopies copies, Progress progress) {
        CopyContent content;
        try {
            content = copies.examine(unpacked, progress);
        } catch (DatabaseException e) {
            throw failure(packed + ": SQLite says that " + e.getMessage(), e);
        }
        if (!content.rows().equals(saved.rows()) || content.pageSize() != saved.pageSize()) {
            throw failure(packed + " has other tables, rows or pages than its manifest says", null);
        }
    }

    private void refuseUseless(Schemas schemas) {
        for (SchemaStatus status : schemas.lookAtCopy(unpacked, saved.names())) {
            if (status.standing() == Standing.NEWER) {
                throw failure(packed + " has version " + status.version() + " of the schema of " + status.database()
                        + ", and this program knows up to " + status.head()
                        + ": restore it with the version that made it", null);
            } else if (status.fault() != null) {
                throw failure(status.fault().replace(unpacked.toString(), packed.toString()), null);
            }
        }
    }

    private static DatabaseException failure(String sentence, Exception cause) {
        return new DatabaseException(Kind.STORAGE, sentence, cause);
    }
}

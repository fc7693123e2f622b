package org.dsa110.contimg.backup;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.CopyContent;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseCopies;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.files.DiskSpace;
import org.dsa110.contimg.migration.SchemaStatus;
import org.dsa110.contimg.migration.Schemas;
import org.dsa110.contimg.migration.Standing;

/** Makes the backup of one file: a copy, which is read and checked, and then compressed. Thread-safe. */
@ApplicationScoped
class FileBackup {
    private static final Set<Standing> USELESS = Set.of(Standing.FOREIGN, Standing.UNREADABLE);
    private static final long MEBIBYTE = 1 << 20;

    private final DatabaseCopies copies;
    private final Schemas schemas;

    FileBackup(DatabaseCopies copies, Schemas schemas) {
        this.copies = copies;
        this.schemas = schemas;
    }

    /**
     * @param databases all that are in the file
     * @param folder into which its packed copy goes
     */
    SavedFile make(Location.File file, Set<Database> databases, Path folder, Progress progress) throws IOException {
        String name = databases.stream().map(Database::unitName).collect(Collectors.joining("+")) + ".sqlite3";
        refuseWithoutSpace(file, folder);
        Path plain = folder.resolve(name);
        Path packed = folder.resolve(name + ".gz");
        copies.copy(file, plain, progress);
        CopyContent content = examine(file, plain, progress);
        List<SavedDatabase> saved = new ArrayList<>();
        for (SchemaStatus status : schemas.lookAtCopy(plain, databases)) {
            if (USELESS.contains(status.standing())) {
                throw new DatabaseException(DatabaseException.Kind.STORAGE,
                        status.fault().replace(plain.toString(), file.toString()), null);
            }
            saved.add(new SavedDatabase(status.database(), status.version()));
        }
        PackedFile.Sums sums = PackedFile.pack(plain, packed, progress);
        Files.delete(plain);
        return new SavedFile(packed.getFileName().toString(), file.toString(), saved, content.engine(),
                content.pageSize(), sums.plain(), sums.compressed(), content.rows(), content.findings());
    }

    private CopyContent examine(Location.File file, Path plain, Progress progress) {
        try {
            return copies.examine(plain, progress);
        } catch (DatabaseException e) {
            throw new DatabaseException(e.kind(),
                    "there is no good backup of " + file + ", as of its copy SQLite says that " + e.getMessage(), e);
        }
    }

    /** A full disk would stop the service too, where it is the same. The copy is there beside its packed form. */
    private static void refuseWithoutSpace(Location.File file, Path folder) throws IOException {
        long bytes = Files.size(file.path());
        long needed = bytes + bytes / 2;
        long free = DiskSpace.free(folder).orElse(Long.MAX_VALUE);
        if (free < needed) {
            throw new FileSystemException(folder.getParent().toString(), null, "a backup of " + file + " needs "
                    + (needed / MEBIBYTE + 1) + " MiB there, and " + free / MEBIBYTE + " MiB are free");
        }
    }
}

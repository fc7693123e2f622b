package org.dsa110.contimg.backup;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.files.Folder;
import org.dsa110.contimg.files.RegularFile;
import org.dsa110.contimg.files.WriteAccess;
import org.dsa110.contimg.internal.json.Json;

/**
 * A folder in which each backup is a folder, named by when it was begun, in UTC. One that is not whole yet, or not any more, has another
 * name. Whoever makes, removes or reads backups there has its lock. Thread-safe.
 */
final class BackupFolder {
    /** The last file of a backup that is written. */
    static final String MANIFEST = "manifest.json";
    private static final int MOST_MANIFEST_BYTES = 16 * 1024 * 1024;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("'contimg-'uuuuMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final String WHOLE = "contimg-\\d{8}T\\d{6}Z(-\\d{1,3})?";
    private static final String UNFINISHED = ".unfinished-";
    private static final String LOCK = ".contimg-backup.lock";
    /** What this program writes into a backup that it does not finish: copies, with what SQLite keeps beside them, and their packed forms. */
    private static final String OWN_FILES = "manifest\\.json|[a-z0-9_+]+\\.sqlite3(-journal|-wal|-shm|\\.gz)?";

    private final Path path;

    BackupFolder(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /** Whether a folder has the name of a whole backup. */
    static boolean isNamedAsOne(Path folder) {
        return folder.getFileName() != null && folder.getFileName().toString().matches(WHOLE);
    }

    /** What is done while nobody else makes, removes or restores a backup there. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does work with the lock of the folder.
     *
     * @throws IOException when another has it, or the folder is not there or cannot be written
     */
    <T> T locked(Work<T> work) throws IOException {
        list(WHOLE);
        String obstacle = WriteAccess.obstacleToFilesIn(path);
        if (obstacle != null) {
            throw new IOException(obstacle);
        }
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw busy();
            }
            return work.run();
        } catch (OverlappingFileLockException ofThisProcess) {
            throw busy();
        } finally {
            channel.close();
        }
    }

    private FileSystemException busy() {
        return new FileSystemException(path.toString(), null,
                "another backup is being made there, or one is being restored");
    }

    /** Makes the folder of a backup that is to be filled. */
    Path begin(Instant time) throws IOException {
        String name = TIME.format(time);
        String free = name;
        for (int other = 2; Files.exists(path.resolve(free)); other++) {
            free = name + "-" + other;
        }
        return Files.createDirectory(path.resolve(UNFINISHED + free));
    }

    /** Gives a backup that is whole its name; then nothing but a disk that is lost takes it away. */
    Path finish(Path unfinished) throws IOException {
        sync(unfinished);
        Path whole = path.resolve(unfinished.getFileName().toString().substring(UNFINISHED.length()));
        Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
        sync(path);
        return whole;
    }

    /** The whole backups, oldest first; what is none is passed over. */
    List<Backup> backups() throws IOException {
        List<Backup> backups = new ArrayList<>();
        for (Path folder : list(WHOLE)) {
            Backup backup = whole(folder);
            if (backup != null) {
                backups.add(backup);
            }
        }
        backups.sort(Comparator.comparing(backup -> backup.manifest().begun()));
        return backups;
    }

    /** The newest whole backup in which all of some databases are, or null. */
    Backup newest(Set<Database> databases) throws IOException {
        List<Path> folders = list(WHOLE);
        Collections.reverse(folders);
        for (Path folder : folders) {
            Backup backup = whole(folder);
            if (backup != null && backup.manifest().databases().containsAll(databases)) {
                return backup;
            }
        }
        return null;
    }

    /** @return null where it is none, or its files are not those of its manifest by their lengths */
    private static Backup whole(Path folder) {
        try {
            Manifest manifest = manifest(folder);
            for (SavedFile file : manifest.files()) {
                if (Files.size(folder.resolve(file.packed())) != file.compressed().bytes()) {
                    return null;
                }
            }
            return new Backup(folder, manifest);
        } catch (UnusableManifestException | IOException noBackup) {
            return null;
        }
    }

    /**
     * @throws UnusableManifestException when it says what no backup says
     * @throws IOException when there is none, or it cannot be read
     */
    static Manifest manifest(Path backup) throws IOException {
        try (FileChannel file = RegularFile.open(backup.resolve(MANIFEST))) {
            if (file.size() > MOST_MANIFEST_BYTES) {
                throw new UnusableManifestException("it has " + file.size() + " bytes");
            }
            return ManifestJson.read(Json.text(Channels.newInputStream(file).readNBytes(MOST_MANIFEST_BYTES)));
        }
    }

    /** Takes away what was begun and not finished, by backups that were killed. Called with the lock. */
    void tidy() throws IOException {
        for (Path left : list("\\.unfinished-" + WHOLE)) {
            remove(left);
        }
    }

    /**
     * Takes a backup away. It has the name of an unfinished one first, so that nobody takes for whole what is half gone.
     *
     * @return whether it was: not when the folder holds anything that its manifest does not name
     */
    boolean remove(Backup backup) throws IOException {
        Set<String> own = new HashSet<>(Set.of(MANIFEST));
        backup.manifest().files().forEach(file -> own.add(file.packed()));
        if (!names(backup.folder()).equals(own)) {
            return false;
        }
        Path gone = path.resolve(UNFINISHED + backup.folder().getFileName());
        Files.move(backup.folder(), gone, StandardCopyOption.ATOMIC_MOVE);
        remove(gone);
        return true;
    }

    /** Takes away a folder of an unfinished backup with what this program puts into one, and nothing else. */
    void remove(Path unfinished) throws IOException {
        for (String name : names(unfinished)) {
            if (name.matches(OWN_FILES)) {
                Files.deleteIfExists(unfinished.resolve(name));
            }
        }
        Files.deleteIfExists(unfinished);
    }

    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> files = Folder.open(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    private List<Path> list(String pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Folder.open(path)) {
            for (Path file : files) {
                if (file.getFileName().toString().matches(pattern)) {
                    found.add(file);
                }
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }
}

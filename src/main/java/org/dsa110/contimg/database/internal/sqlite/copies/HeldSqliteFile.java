package org.dsa110.contimg.database.internal.sqlite.copies;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.LockingMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * A file of which this process has the lock that lets nobody else read or write it, as SQLite takes it (lockingv3.html, 3.0; os_unix.c):
 * a write lock on the bytes from 1 GiB on, which in WAL mode every connection that has looked at the file shares for as long as it is
 * open. It is taken without SQLite, as a damaged file has to be held too. What its log holds is copied into it before. Not thread-safe.
 */
public final class HeldSqliteFile implements AutoCloseable {
    private static final long PENDING_BYTE = 0x40000000L;
    /** The pending and the reserved byte, and the 510 that readers share. */
    private static final long LOCK_BYTES = 512;
    /** Where a file's header says whether its log is {@code -wal}, for those who write and those who read (fileformat2.html, 1.3). */
    private static final int VERSIONS_AT = 18;
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WAL = {2, 2};
    private static final byte[] NO_WAL = {1, 1};
    private static final List<String> LOGS = List.of("-wal", "-journal");
    private static final List<String> PARTS = List.of("-wal", "-journal", "-shm");

    private final Path file;
    /** Null where there is no file. */
    private final FileChannel channel;
    /** What the file system knows it by; null where there is no file. */
    private final Object key;
    /** Where it is now; null where there is none. */
    private Path place;

    private HeldSqliteFile(Path file, FileChannel channel, Object key) {
        this.file = file;
        this.channel = channel;
        this.key = key;
        this.place = file;
    }

    /**
     * @param file which need not be there
     * @throws DatabaseException BUSY when others have it open
     * @throws IOException when it cannot be opened for writing
     * @throws SQLException when its log cannot be copied into it, for another reason than that it is damaged
     */
    public static HeldSqliteFile of(Path file) throws IOException, SQLException {
        List<String> holders = OpenFiles.of(List.of(file, part(file, "-wal")));
        if (!holders.isEmpty()) {
            throw inUse(file, "by " + String.join(", ", holders));
        }
        if (!Files.exists(file)) {
            return new HeldSqliteFile(file, null, null);
        }
        settle(file);
        Object key = OpenFiles.key(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(PENDING_BYTE, LOCK_BYTES, false);
            if (lock == null) {
                throw inUse(file, "by another program");
            }
            return new HeldSqliteFile(file, channel, key);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Asks again who has it open: the lock keeps others from reading and writing, and not from opening it and waiting for that.
     *
     * @throws DatabaseException BUSY when somebody has, or another file lies there now
     */
    public void refuseOthers() {
        if (place == null) {
            return;
        }
        if (!Objects.equals(key, OpenFiles.key(place))) {
            throw inUse(place, "by another program, which has put a file there meanwhile");
        }
        List<String> holders = OpenFiles.of(List.of(place, part(place, "-wal")));
        if (!holders.isEmpty()) {
            throw inUse(place, "by " + String.join(", ", holders) + (place.equals(file)
                    ? ""
                    : ", which opened it as " + file + " in the moment in which another took its place"));
        }
    }

    /** @return where the old file is; null where there was none */
    public Path replace(Path by) throws IOException {
        KeptFile kept = new KeptFile(file);
        Path aside = channel == null ? null : kept.path();
        if (channel != null) {
            kept.takeOwner(by);
        }
        kept.forget();
        for (Path log : logs(file)) {
            kept.keep(log);
        }
        if (channel != null) {
            kept.keep(file);
        }
        PageCopy.sync(folder());
        // A log that is left would be copied into whatever lies there.
        for (String end : PARTS) {
            Files.deleteIfExists(part(file, end));
        }
        PageCopy.sync(folder());
        boolean hadLog = channel != null && swap(WAL, NO_WAL);
        try {
            kept.move(by);
        } catch (IOException e) {
            if (hadLog) {
                swap(NO_WAL, WAL);
            }
            throw e;
        }
        place = aside;
        PageCopy.sync(folder());
        return aside;
    }

    /**
     * Says of the held file that it has another kind of log, or none. Whoever has opened it, and waits, goes on with it when it has
     * another name: in WAL mode they would write their log under the old name, where it counts for the new file and damages that.
     * With a journal SQLite looks first whether the file is still where it was, and refuses (os_unix.c, fileHasMoved). What was in
     * its log is in the file before; SQLite itself would give up this lock with its own, as both are of one process.
     *
     * @return whether it was so
     */
    private boolean swap(byte[] was, byte[] is) throws IOException {
        ByteBuffer versions = ByteBuffer.allocate(was.length);
        channel.read(versions, VERSIONS_AT);
        if (!versions.flip().equals(ByteBuffer.wrap(was)) || !isSqlite()) {
            return false;
        }
        channel.write(ByteBuffer.wrap(is), VERSIONS_AT);
        return true;
    }

    private boolean isSqlite() throws IOException {
        ByteBuffer begin = ByteBuffer.allocate(MAGIC.length);
        channel.read(begin, 0);
        return begin.flip().equals(ByteBuffer.wrap(MAGIC));
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** What lies beside a file and holds what the file itself does not. */
    private static List<Path> logs(Path file) throws IOException {
        List<Path> logs = new ArrayList<>();
        for (String end : LOGS) {
            if (Files.exists(part(file, end)) && Files.size(part(file, end)) > 0) {
                logs.add(part(file, end));
            }
        }
        return logs;
    }

    /**
     * Has SQLite copy into the file what a program that was killed left in its log, as any program does that opens it next. Then the old
     * file is one file, and one rename puts another in its place. Of a damaged file the log stays a file of its own.
     */
    private static void settle(Path file) throws SQLException, IOException {
        if (logs(file).isEmpty()) {
            return;
        }
        SQLiteConfig settings = new SQLiteConfig();
        settings.resetOpenMode(SQLiteOpenMode.CREATE);
        settings.setLockingMode(LockingMode.EXCLUSIVE);
        settings.setBusyTimeout(0);
        try (Connection connection = settings.createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
            statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)").close();
        } catch (SQLiteException e) {
            switch (SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff)) {
                case SQLITE_BUSY, SQLITE_LOCKED -> throw inUse(file, "by another program");
                case SQLITE_CORRUPT, SQLITE_NOTADB -> {
                    // It is kept as it is, with its log.
                }
                default -> throw e;
            }
        }
    }

    private Path folder() {
        return file.toAbsolutePath().getParent();
    }

    private static DatabaseException inUse(Path file, String whose) {
        return new DatabaseException(Kind.BUSY, file + " is in use " + whose + "; stop what has it open first", null);
    }

    private static Path part(Path file, String end) {
        return Path.of(file + end);
    }
}

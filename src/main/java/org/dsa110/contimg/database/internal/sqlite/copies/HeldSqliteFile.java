package org.dsa110.contimg.database.internal.sqlite.copies;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

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
    private static final List<String> LOGS = List.of("-wal", "-journal");
    private static final List<String> PARTS = List.of("-wal", "-journal", "-shm");

    private final Path file;
    /** Null where there is no file. */
    private final FileChannel channel;

    private HeldSqliteFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
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
            return new HeldSqliteFile(file, null);
        }
        settle(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(PENDING_BYTE, LOCK_BYTES, false);
            if (lock == null) {
                throw inUse(file, "by another program");
            }
            return new HeldSqliteFile(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
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
        kept.move(by);
        PageCopy.sync(folder());
        return aside;
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

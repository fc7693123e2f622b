package org.dsa110.contimg.database.internal.sqlite.look;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import org.dsa110.contimg.files.TemporaryFolder;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.LockingMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A file opened for a look that leaves no trace: no byte of it changes, and nothing beside it. A read-only connection of SQLite does leave
 * one: in a file with a write-ahead log it makes the log and its index ({@code -wal}, {@code -shm}) where they are missing, does not take
 * them away again, and writes what it reads into the index that it finds (wal.html, "Read-Only Databases"; uri.html). What a program that
 * ended in a crash left to be rolled back, a journal, is rolled back in a copy. A log alone, without an index, in which nothing was committed
 * is removed by SQLite all the same. Not thread-safe.
 */
public final class UntouchedFile implements AutoCloseable {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 100;
    private static final int WRITE_VERSION_AT = 18;
    private static final byte WAL = 2;

    private final Connection connection;
    /** Null where none was needed. */
    private final Path copy;

    private UntouchedFile(Connection connection, Path copy) {
        this.connection = connection;
        this.copy = copy;
    }

    /**
     * @param path of a file that is there
     * @throws SQLException if it cannot be read
     */
    public static UntouchedFile open(Path path, Duration lockTimeout) throws SQLException, IOException {
        Connection connection = source(path, lockTimeout).getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
            return new UntouchedFile(connection, null);
        } catch (SQLiteException e) {
            connection.close();
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_ROLLBACK) {
                return copied(path, lockTimeout);
            }
            throw e;
        }
    }

    /**
     * Connections that leave a file as it is, for those who open some themselves; a journal that is to be rolled back makes them fail.
     * Another program may make or remove the log between this look and the opening, so that what is read is no database, or an old one; it
     * is to be read again then, by another look.
     *
     * @param path of a file that is there
     * @throws IOException when it cannot be looked at
     */
    public static DataSource source(Path path, Duration lockTimeout) throws IOException {
        SQLiteConfig settings = new SQLiteConfig();
        settings.setReadOnly(true);
        settings.setBusyTimeout(Math.toIntExact(lockTimeout.toMillis()));
        String how = "mode=ro";
        LogContent log = LogContent.of(part(path, "-wal"));
        if (log.isOrdinary() && Files.exists(part(path, "-shm"))) {
            // Programs have it open, or were killed: their index is read and not written.
            how = "mode=ro&readonly_shm=1";
        } else if (log == LogContent.FRAMES) {
            // A log without an index is open nowhere. With a lock that is exclusive, and that nobody looks at, the index is in memory.
            how = "mode=ro&vfs=unix-none";
            settings.setLockingMode(LockingMode.EXCLUSIVE);
        } else if (isWal(path) || log == LogContent.NOTHING_THAT_COUNTS && !Files.exists(part(path, "-journal"))) {
            // All that counts is in the file, and nobody has it open, or has just begun a log. SQLite would remove a log without frames as it closes it, or make an index of it.
            how = "mode=ro&immutable=1";
        }
        SQLiteDataSource source = new SQLiteDataSource(settings);
        source.setUrl("jdbc:sqlite:file:" + path.toUri().getRawPath() + "?" + how);
        return source;
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.close();
        } finally {
            remove(copy);
        }
    }

    private static UntouchedFile copied(Path path, Duration lockTimeout) throws SQLException, IOException {
        Path folder = TemporaryFolder.make("contimg-db-look-");
        try {
            Path file = folder.resolve("copy.sqlite3");
            for (String end : List.of("-journal", "")) {
                if (Files.exists(part(path, end))) {
                    Files.copy(part(path, end), part(file, end));
                }
            }
            SQLiteConfig settings = new SQLiteConfig();
            settings.setBusyTimeout(Math.toIntExact(lockTimeout.toMillis()));
            return new UntouchedFile(settings.createConnection("jdbc:sqlite:" + file), folder);
        } catch (SQLException | IOException e) {
            remove(folder);
            throw e;
        }
    }

    private static Path part(Path path, String end) {
        return Path.of(path + end);
    }

    /** Whether it begins as a database does (SQLite's "Database File Format", section 1.3). */
    public static boolean isDatabase(Path path) throws IOException {
        byte[] header = header(path);
        return header.length == HEADER && Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** By the file's header (SQLite's "Database File Format", section 1.3.3). */
    private static boolean isWal(Path path) throws IOException {
        byte[] header = header(path);
        return header.length == HEADER && header[WRITE_VERSION_AT] == WAL;
    }

    private static byte[] header(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            return file.readNBytes(HEADER);
        }
    }

    private static void remove(Path folder) {
        if (folder == null) {
            return;
        }
        try {
            List<Path> all = new ArrayList<>();
            try (var files = Files.list(folder)) {
                files.forEach(all::add);
            }
            all.add(folder);
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}

package org.dsa110.contimg.database.internal.sqlite.adoption;

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

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A file opened for a look that leaves no trace. A read-only connection of SQLite does leave one: it makes the log of a file in WAL mode
 * and its index where they are missing, and does not take them away again. So such a file is opened as immutable; and what a program
 * that ended in a crash left to be recovered, a journal, or a log without its index, is recovered in a copy. While another program has
 * the file open its log and index are there, and are read as they are. Not thread-safe.
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
        if (!Files.exists(part(path, "-shm"))) {
            if (hasContent(part(path, "-wal"))) {
                return copied(path, lockTimeout);
            }
            if (isWal(path)) {
                return new UntouchedFile(
                        connect("file:" + path.toUri().getRawPath() + "?immutable=1", true, lockTimeout),
                        null);
            }
        }
        Connection connection = connect(path.toString(), true, lockTimeout);
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
        Path folder = Files.createTempDirectory("contimg-db-look-");
        try {
            Path file = folder.resolve("copy.sqlite3");
            for (String end : List.of("-wal", "-journal", "")) {
                if (Files.exists(part(path, end))) {
                    Files.copy(part(path, end), part(file, end));
                }
            }
            return new UntouchedFile(connect(file.toString(), false, lockTimeout), folder);
        } catch (SQLException | IOException e) {
            remove(folder);
            throw e;
        }
    }

    private static Connection connect(String file, boolean readOnly, Duration lockTimeout) throws SQLException {
        SQLiteConfig settings = new SQLiteConfig();
        settings.setReadOnly(readOnly);
        settings.setBusyTimeout(Math.toIntExact(lockTimeout.toMillis()));
        return settings.createConnection("jdbc:sqlite:" + file);
    }

    private static Path part(Path path, String end) {
        return Path.of(path + end);
    }

    private static boolean hasContent(Path path) throws IOException {
        return Files.exists(path) && Files.size(path) > 0;
    }

    /** Whether it begins as a database does (SQLite's "Database File Format", section 1.3). */
    static boolean isDatabase(Path path) throws IOException {
        byte[] header = header(path);
        return header.length == HEADER && Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

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

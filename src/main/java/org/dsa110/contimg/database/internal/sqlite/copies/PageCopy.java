package org.dsa110.contimg.database.internal.sqlite.copies;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;

import org.dsa110.contimg.database.Progress;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * Copies a file page by page, by SQLite's backup: VACUUM INTO would give rows without a key other numbers. The backup begins anew
 * whenever another process has written between two of its steps, without end beside one that always writes; so it is made within one
 * read transaction, in which SQLite sees no such writing (backup.html; sqlite3_backup_step begins a read only if none is open). The log
 * grows meanwhile, by what is written in the time that the bare copy takes. Stateless.
 */
public final class PageCopy {
    /** 4 MiB of pages of the usual size: between two such steps it can tell how far it is. */
    private static final int PAGES = 1024;
    private static final int NAP_MILLIS = 10;

    private PageCopy() {
    }

    /**
     * @param file is never opened but by SQLite: a process that closes any handle of a file gives up all its locks on it
     *        (howtocorrupt.html, 2.2)
     * @param target in a folder that is there; on the disk when this returns
     * @param patience for the lock of a program that writes a file without a log
     * @throws SQLException when it cannot be read or the copy not be written
     * @throws IOException when the file is not there, or another one lies there when the copy is made
     */
    public static void make(Path file, Path target, Duration patience, Progress progress)
            throws SQLException, IOException {
        Object before = key(file);
        SQLiteConfig settings = new SQLiteConfig();
        settings.resetOpenMode(SQLiteOpenMode.CREATE);
        settings.setBusyTimeout(Math.toIntExact(patience.toMillis()));
        try (Connection source = settings.createConnection("jdbc:sqlite:" + file);
                Statement statement = source.createStatement()) {
            statement.executeUpdate("PRAGMA query_only = ON");
            statement.executeUpdate("BEGIN");
            statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
            int result = source.unwrap(SQLiteConnection.class).getDatabase().backup("main", target.toString(),
                    (left, all) -> progress.step("copy " + file.getFileName(), all - left, all), NAP_MILLIS,
                    Math.toIntExact(patience.toMillis() / NAP_MILLIS), PAGES);
            statement.executeUpdate("ROLLBACK");
            if (result != 0) {
                throw new SQLException("the copy " + target + " could not be made: SQLite's code " + result, null,
                        result);
            }
        }
        sync(target);
        if (!Objects.equals(before, key(file))) {
            throw new FileSystemException(file.toString(), null,
                    "it was moved, or replaced by another, while it was copied");
        }
    }

    /** Has what was written at a path, or the names in a folder, on the disk. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Object key(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}

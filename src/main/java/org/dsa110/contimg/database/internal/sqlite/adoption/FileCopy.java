package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

import org.dsa110.contimg.database.Progress;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * A copy of a file beside it, of all its bytes or, where it is not whole without its log, page by page by SQLite's backup: VACUUM INTO
 * would give rows without a key other numbers. It has another name until it is whole and on the disk, so that one that was interrupted is
 * never taken for a copy; what is left of such a one is taken away by the next. The caller holds the write lock, so nothing is committed meanwhile and no other process copies. Not thread-safe.
 */
final class FileCopy {
    private static final String MARK = ".before-adoption-";
    private static final String UNFINISHED = ".unfinished";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    /** 4 MiB of pages of the usual size: between two such steps it can tell how far it is. */
    private static final int PAGES = 1024;
    private static final int NAP_MILLIS = 10;
    private static final int NAPS = 3000;

    private final Path file;

    FileCopy(Path file) {
        this.file = file;
    }

    /**
     * @param journalMode of the file before this program opened it, which the copy is to have
     * @return where the copy is
     */
    Path make(String journalMode, Progress progress) throws SQLException, IOException {
        for (Path left : unfinished()) {
            Files.deleteIfExists(left);
        }
        Path whole = name();
        Path unfinished = Path.of(whole + UNFINISHED);
        try {
            fill(unfinished, progress);
            setJournalMode(unfinished, journalMode);
            keepPermissions(unfinished);
            sync(unfinished);
            Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
            sync(file.toAbsolutePath().getParent());
            return whole;
        } catch (SQLException | IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    private void fill(Path target, Progress progress) throws SQLException, IOException {
        try (Connection source = new SQLiteConfig().createConnection("jdbc:sqlite:" + file)) {
            if (SystemCopy.make(source, file, target, progress)) {
                return;
            }
            Files.deleteIfExists(target);
            int result = source.unwrap(SQLiteConnection.class).getDatabase().backup("main", target.toString(),
                    (left, all) -> progress.step("copy the file", all - left, all), NAP_MILLIS, NAPS, PAGES);
            if (result != 0) {
                throw new SQLException("the copy " + target + " could not be made: SQLite's code " + result, null,
                        result);
            }
        }
    }

    private static void setJournalMode(Path copy, String mode) throws SQLException {
        try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            statement.executeQuery("PRAGMA journal_mode = " + mode).close();
        }
    }

    private void keepPermissions(Path copy) throws IOException {
        PosixFileAttributeView from = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (from != null) {
            Files.setPosixFilePermissions(copy, from.readAttributes().permissions());
        }
    }

    private Path name() {
        String time = TIME.format(Instant.now());
        Path name = Path.of(file + MARK + time);
        for (int other = 2; Files.exists(name); other++) {
            name = Path.of(file + MARK + time + "-" + other);
        }
        return name;
    }

    private List<Path> unfinished() throws IOException {
        String begin = file.getFileName() + MARK;
        try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
            return files.filter(path -> path.getFileName().toString().startsWith(begin)
                    && path.getFileName().toString().contains(UNFINISHED)).toList();
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

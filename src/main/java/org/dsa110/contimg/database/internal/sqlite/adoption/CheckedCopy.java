package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Progress;
import org.sqlite.SQLiteConfig;

/**
 * The copy of a file, made and read back in a thread of its own, beside the transaction that changes the file: that sees nothing of the
 * copy, and the copy nothing of what is not committed. The copy is to be awaited before the commit, or discarded. For one thread.
 */
final class CheckedCopy {
    private final FutureTask<Result> making;
    private final Progress progress;
    private volatile boolean awaited;

    /**
     * @param path where it is
     * @param doubtful the tables of which SQLite has something to say
     */
    record Result(Path path, Set<String> doubtful) {
    }

    /** What is waited for. */
    interface Wait {
        void end() throws InterruptedException;
    }

    private CheckedCopy(FileCopy copy, String journalMode, Collection<String> tables, Wait beforeCheck,
            Progress progress) {
        this.progress = progress;
        this.making = new FutureTask<>(() -> make(copy, journalMode, List.copyOf(tables), beforeCheck));
    }

    /**
     * Begins to make it.
     *
     * @param journalMode as {@link FileCopy#make} has it
     * @param tables that are to be read back and checked
     * @param beforeCheck what the check, which nobody waits for before the end, leaves the processors to
     * @param progress hears of it as soon as it is awaited: until then the caller has something to tell
     */
    static CheckedCopy start(FileCopy copy, String journalMode, Collection<String> tables, Wait beforeCheck,
            Progress progress) {
        CheckedCopy started = new CheckedCopy(copy, journalMode, tables, beforeCheck, progress);
        Thread thread = new Thread(started.making, "copy before adoption");
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    private Result make(FileCopy copy, String journalMode, List<String> tables, Wait beforeCheck)
            throws SQLException, IOException, InterruptedException {
        Path path = copy.make(journalMode, this::tell);
        beforeCheck.end();
        SQLiteConfig settings = new SQLiteConfig();
        settings.setReadOnly(true);
        try (Connection connection = settings
                .createConnection("jdbc:sqlite:file:" + path.toUri().getRawPath() + "?immutable=1");
                Statement statement = connection.createStatement()) {
            Set<String> doubtful = new TreeSet<>();
            for (String table : tables) {
                tell("check table " + table, 0, 0);
                if (!isWell(statement, table)) {
                    doubtful.add(table);
                }
            }
            return new Result(path, doubtful);
        } catch (SQLException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static boolean isWell(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("PRAGMA main.quick_check(" + Table.quoted(table) + ")")) {
            return rows.next() && rows.getString(1).equals("ok");
        }
    }

    private void tell(String what, long done, long total) {
        if (awaited) {
            progress.step(what, done, total);
        }
    }

    /** Waits until it is on the disk, and has been read. */
    Result await() throws SQLException, IOException {
        awaited = true;
        try {
            return making.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(Kind.CLOSED, "interrupted while the file was copied", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw new SQLException(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
            }
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Takes it away, when it is made: the file stays as it was. */
    void discard(Exception because) {
        try {
            Files.deleteIfExists(await().path());
        } catch (SQLException | IOException | RuntimeException e) {
            because.addSuppressed(e);
        }
    }
}

package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Progress;
import org.jboss.logging.Logger;

/**
 * Copies a file by the program {@code cp} of GNU, which takes a third of the time that SQLite's backup needs to read and write each page by
 * a call of its own, and none where the file system can share the blocks. A process that closes any handle of a file gives up all its locks
 * on it (howtocorrupt.html, 2.2), so this one must not read it otherwise than by SQLite. Stateless.
 */
final class SystemCopy {
    private static final Logger LOG = Logger.getLogger(SystemCopy.class);
    private static final long TELL_MILLIS = 100;

    private SystemCopy() {
    }

    /**
     * To be called while the caller holds the write lock of a file in WAL mode: once all that is committed is in the file itself, no
     * checkpoint writes there until it has committed.
     *
     * @param source a connection to the file that has no transaction
     * @return whether it was copied; where not, as a reader keeps part of it in the log or there is no such program, what lies at the target
     *         is not whole
     */
    static boolean make(Connection source, Path file, Path target, Progress progress) throws SQLException, IOException {
        if (!isWholeWithoutLog(source)) {
            return false;
        }
        Process process;
        try {
            process = new ProcessBuilder("cp", "--reflink=auto", "--", file.toString(), target.toString())
                    .redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
        } catch (IOException e) {
            LOG.debug("there is no cp, so SQLite copies the file", e);
            return false;
        }
        try {
            long size = Files.size(file);
            while (!process.waitFor(TELL_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.step("copy the file", Files.exists(target) ? Files.size(target) : 0, size);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(Kind.CLOSED, "interrupted while the file was copied", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            LOG.debugf("cp ended with %d, so SQLite copies the file", process.exitValue());
            return false;
        }
        return true;
    }

    /** Copies into the file what the log holds. */
    private static boolean isWholeWithoutLog(Connection source) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            row.next();
            int frames = row.getInt("log");
            return row.getInt("busy") == 0 && frames >= 0 && frames == row.getInt("checkpointed");
        }
    }
}

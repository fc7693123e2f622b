package org.dsa110.contimg.database.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.CopyContent;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseCopies;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.HeldFile;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.sqlite.copies.CopyExamination;
import org.dsa110.contimg.database.internal.sqlite.copies.DamagedCopyException;
import org.dsa110.contimg.database.internal.sqlite.copies.HeldSqliteFile;
import org.dsa110.contimg.database.internal.sqlite.copies.PageCopy;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.RegularFile;

/** Copies SQLite's files, and puts copies in their place. */
@ApplicationScoped
class SqliteCopies implements DatabaseCopies {
    private static final List<String> PARTS = List.of("", "-wal", "-shm", "-journal");

    private final DatabaseConfig config;

    SqliteCopies(DatabaseConfig config) {
        SqliteLibrary.load();
        this.config = config;
    }

    @Override
    public void copy(Location.File file, Path target, Progress progress) {
        try {
            refuseOther(file);
            PageCopy.make(file.path(), target, config.lockTimeout(), progress);
        } catch (SQLException | IOException e) {
            throw removing(target, failure("cannot copy " + file, target, e));
        }
    }

    @Override
    public CopyContent examine(Path copy, Progress progress) {
        try {
            RegularFile.refuseOther(copy);
            return new CopyExamination(copy, progress).run();
        } catch (DamagedCopyException e) {
            throw new DatabaseException(Kind.STORAGE, "it is damaged: " + e.getMessage(), e);
        } catch (SQLException | IOException e) {
            throw failure("it cannot be read", copy, e);
        }
    }

    @Override
    public HeldFile hold(Location.File file) {
        try {
            refuseOther(file);
            return new Held(file, HeldSqliteFile.of(file.path()));
        } catch (SQLException | IOException e) {
            throw failure("cannot replace " + file, file.path(), e);
        }
    }

    private record Held(Location.File file, HeldSqliteFile held) implements HeldFile {
        @Override
        public void refuseOthers() {
            held.refuseOthers();
        }

        @Override
        public Path replace(Path by) {
            try {
                return held.replace(by);
            } catch (IOException e) {
                throw failure("cannot replace " + file, file.path(), e);
            }
        }

        @Override
        public void close() {
            try {
                held.close();
            } catch (IOException e) {
                throw failure("cannot close " + file, file.path(), e);
            }
        }
    }

    /** SQLite opens by path, and would wait at a pipe. */
    private static void refuseOther(Location.File file) throws IOException {
        for (String part : PARTS) {
            RegularFile.refuseOther(Path.of(file + part));
        }
    }

    private static DatabaseException removing(Path target, DatabaseException failure) {
        try {
            for (String part : PARTS) {
                Files.deleteIfExists(Path.of(target + part));
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** @param written where a disk may be full */
    private static DatabaseException failure(String what, Path written, Exception e) {
        if (e instanceof SQLException sql) {
            Kind kind = SqliteErrors.explain(null, sql, false).kind();
            return new DatabaseException(kind == Kind.BUSY || kind == Kind.FULL ? kind : Kind.STORAGE,
                    what + ": " + SqliteErrors.reason(new Location.File(written), sql), e);
        }
        return new DatabaseException(Kind.STORAGE, what + ": " + FileFailure.sentence((IOException) e), e);
    }
}

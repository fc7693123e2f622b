package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.FileState;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.sqlite.look.UntouchedFile;
import org.dsa110.contimg.database.internal.sqlite.schema.MadeSchema;
import org.dsa110.contimg.database.internal.sqlite.schema.PendingStatements;
import org.dsa110.contimg.files.FileFailure;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Brings a file that another program made to the tables of the migrations. Thread-safe. */
public final class Adoption {
    private static final Map<FileState, String> WHY_NOT = Map.of(FileState.ABSENT, "is not there", FileState.EMPTY,
            "is empty, so the migrations make it", FileState.FOREIGN,
            "is no database of the pipeline: it has none of its tables", FileState.VERSIONED,
            "has a history of migrations already");

    private final Path file;
    private final Duration lockTimeout;
    private final MadeSchema made;
    private final Recognition recognition;

    /**
     * @param migrations the texts of all, in the order in which they are run, by the table that holds their history
     * @throws DatabaseException STATEMENT when they cannot be run in memory
     */
    public Adoption(Path file, Map<String, List<String>> migrations, Duration lockTimeout) {
        this.file = file;
        this.lockTimeout = lockTimeout;
        this.made = new MadeSchema(migrations.values().stream().flatMap(List::stream).toList());
        try (Connection model = made.model()) {
            this.recognition = new Recognition(Table.all(model), migrations.keySet());
        } catch (SQLException e) {
            throw new DatabaseException(Kind.STATEMENT, "the migrations cannot be run in memory: " + e.getMessage(), e);
        }
    }

    /**
     * What the file is, found without changing anything.
     *
     * @throws DatabaseException STORAGE if it cannot be read
     */
    public FileState state() {
        try {
            if (!Files.exists(file)) {
                return FileState.ABSENT;
            }
            if (Files.size(file) == 0) {
                return FileState.EMPTY;
            }
            if (!UntouchedFile.isDatabase(file)) {
                return FileState.FOREIGN;
            }
            try (UntouchedFile look = UntouchedFile.open(file, lockTimeout)) {
                return recognition.of(look.connection());
            }
        } catch (SQLException | IOException e) {
            throw new DatabaseException(Kind.STORAGE, "cannot read " + file + ": " + reason(e), e);
        }
    }

    /**
     * Adopts the file, or says what that would do.
     *
     * @throws DatabaseException BUSY if another program held its lock for too long; STORAGE or FULL if it cannot be adopted. It is as it
     *         was then
     */
    public AdoptionReport run(boolean dryRun, Progress progress) {
        return run(FileState.UNVERSIONED, null, dryRun, progress);
    }

    /**
     * Why migrations cannot be run on the file as they are, tried on its schema in memory, without its rows; null where nothing says so.
     *
     * @param pending the texts of those that are still to be run
     * @throws DatabaseException STORAGE if it cannot be read
     */
    public String obstacle(List<String> pending) {
        try (UntouchedFile look = UntouchedFile.open(file, lockTimeout); Model model = Model.of(look.connection())) {
            return new PendingStatements(pending, Set.of()).obstacle(model.connection());
        } catch (SQLException | IOException e) {
            throw new DatabaseException(Kind.STORAGE, "cannot read " + file + ": " + reason(e), e);
        }
    }

    /**
     * Brings a file that has a history to what the migrations make, where those that are still to be run cannot be run as they are.
     *
     * @throws DatabaseException as {@link #run(boolean, Progress)}
     */
    public AdoptionReport complete(DatabaseFiles.Completion completion, boolean dryRun, Progress progress) {
        return run(FileState.VERSIONED, completion, dryRun, progress);
    }

    /** @param completion null for a file without a history */
    private AdoptionReport run(FileState expected, DatabaseFiles.Completion completion, boolean dryRun,
            Progress progress) {
        FileState state = state();
        if (state != expected) {
            throw new DatabaseException(Kind.STORAGE, file + " "
                    + WHY_NOT.getOrDefault(state, "has no history of migrations") + ", and is left as it is", null);
        }
        try {
            if (dryRun) {
                return look(completion);
            }
            return new AdoptionRun(file, made, recognition.wanted(), completion, lockTimeout, progress).run();
        } catch (DatabaseException e) {
            throw e.kind() == Kind.STORAGE
                    ? new DatabaseException(Kind.STORAGE, file + ": " + e.getMessage(), e)
                    : e;
        } catch (SQLException | IOException e) {
            boolean full = e instanceof SQLiteException sqlite
                    && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
            throw new DatabaseException(full ? Kind.FULL : Kind.STORAGE,
                    "cannot adopt " + file + ", which is as it was: " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof IOException failure ? FileFailure.reason(failure) : e.getMessage();
    }

    private AdoptionReport look(DatabaseFiles.Completion completion) throws SQLException, IOException {
        try (UntouchedFile look = UntouchedFile.open(file, lockTimeout);
                Model changed = completion == null ? null : Model.of(look.connection())) {
            PendingStatements pending = AdoptionRun.pending(made, completion, look.connection());
            Map<String, Set<String>> old = Table.columnNames(look.connection());
            List<String> leftOut = changed == null
                    ? List.of()
                    : pending.run(changed.connection(), old);
            Planner planner = new Planner(changed == null ? look.connection() : changed.connection(), made,
                    recognition.wanted());
            Plan plan = planner.plan();
            List<String> steps = AdoptionRun.sentences(pending, plan);
            planner.indexes(plan, old).forEach(part -> steps.add("make " + part));
            List<String> findings = AdoptionRun.findings(leftOut, plan);
            findings.addAll(new Orphans(look.connection()).ofTheRest());
            return new AdoptionReport(null, steps, findings);
        }
    }
}

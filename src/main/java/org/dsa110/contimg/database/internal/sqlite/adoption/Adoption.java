package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.FileState;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.sqlite.schema.MadeSchema;
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
        FileState state = state();
        if (state != FileState.UNVERSIONED) {
            throw new DatabaseException(Kind.STORAGE, file + " " + WHY_NOT.get(state) + ", and is left as it is", null);
        }
        try {
            if (dryRun) {
                return look();
            }
            return new AdoptionRun(file, made, recognition.wanted(), lockTimeout, progress).run();
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

    private AdoptionReport look() throws SQLException, IOException {
        try (UntouchedFile look = UntouchedFile.open(file, lockTimeout)) {
            Planner planner = new Planner(look.connection(), made, recognition.wanted());
            Plan plan = planner.plan();
            List<String> steps = new ArrayList<>(plan.sentences());
            planner.indexes(plan).forEach(part -> steps.add("make " + part));
            List<String> findings = new ArrayList<>(plan.findings());
            findings.addAll(new Orphans(look.connection()).ofTheRest());
            return new AdoptionReport(null, steps, findings);
        }
    }
}

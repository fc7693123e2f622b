package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.FileState;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.sqlite.schema.MadeSchema;

/** Brings a file that another program made to the tables of the migrations. Thread-safe. */
public final class Adoption {
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
            if (!SqliteHeader.isDatabase(SqliteHeader.read(file))) {
                return FileState.FOREIGN;
            }
            try (UntouchedFile look = UntouchedFile.open(file, lockTimeout)) {
                return recognition.of(look.connection());
            }
        } catch (SQLException | IOException e) {
            throw new DatabaseException(Kind.STORAGE, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** @throws DatabaseException STORAGE if the file is another program's own, or cannot be adopted */
    public AdoptionReport run(boolean dryRun, Progress progress) {
        if (state() != FileState.UNVERSIONED) {
            throw new DatabaseException(Kind.STORAGE, file + " is " + state() + " and cannot be adopted", null);
        }
        return new AdoptionReport(null, List.of(), List.of());
    }
}

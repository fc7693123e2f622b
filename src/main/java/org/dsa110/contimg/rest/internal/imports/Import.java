package org.dsa110.contimg.rest.internal.imports;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.rest.internal.errors.ProblemMapper;
import org.dsa110.contimg.rest.internal.imports.ImportReport.Failure;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.write.RowWriter;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.problem.Violations;

/**
 * Stores the rows of one upload in batches, a unit of work each. While one is stored the next is read, so that an upload of any length takes
 * the memory of two, its client is held back by the speed of the writer, and other writes come between.
 * Used by one thread, which it blocks; what becomes of a batch is counted on others, for which it waits.
 */
public final class Import {
    private static final int BATCH_ROWS = 250;
    private static final int BATCH_BYTES = 1 << 19;
    /**
     * How long a unit may run; what is left of its batch goes into the next one. Other writes wait meanwhile, and some rows cost much: each
     * of photometry recomputes its source's statistics.
     */
    private static final long UNIT_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    private final UnitExecutor units;
    private final TableWrites writes;
    private final List<Failure> failures = new ArrayList<>();
    private long imported;
    private long failed;
    /** The first line that has not been stored or refused: where a client goes on after an import that stopped. */
    private long nextLine = 1;

    public Import(UnitExecutor units, TableWrites writes) {
        this.units = units;
        this.writes = writes;
    }

    /**
     * Stores all rows, each by itself.
     *
     * @throws ProblemException 400 when nothing of the upload can be used; nothing was stored then
     * @throws ImportStoppedException when the database or the client fails before the end, or anything else does when rows are stored
     */
    public ImportReport run(ImportSource rows) {
        try {
            List<ImportedRow> batch = read(rows, CompletableFuture.completedFuture(null));
            while (!batch.isEmpty()) {
                batch = storeAndReadOn(batch, rows);
            }
            return report();
        } catch (IOException | DatabaseException e) {
            throw new ImportStoppedException(e, report(), nextLine);
        } catch (RuntimeException fault) {
            if (imported == 0) {
                throw fault;
            }
            // Rows are stored, which the answer must not pass over.
            throw new ImportStoppedException(fault, report(), nextLine);
        }
    }

    /** @return the next batch, once all of this one is stored; none is read after the service was told to stop */
    private List<ImportedRow> storeAndReadOn(List<ImportedRow> batch, ImportSource rows) throws IOException {
        boolean stopping = units.isStopping();
        // By itself, as the client may send nothing more for long.
        CompletableFuture<Void> storing = store(batch).subscribeAsCompletionStage();
        List<ImportedRow> next;
        try {
            next = stopping ? List.of() : read(rows, storing);
        } catch (Throwable fault) {
            awaitStored(storing, fault);
            throw fault;
        }
        awaitStored(storing, null);
        if (stopping) {
            throw new DatabaseException(DatabaseException.Kind.CLOSED, "the service is stopping", null);
        }
        return next;
    }

    /** @param fault what else has happened; null when nothing */
    private static void awaitStored(CompletableFuture<Void> storing, Throwable fault) {
        try {
            Uni.createFrom().completionStage(storing).await().indefinitely();
        } catch (RuntimeException failure) {
            if (fault != null) {
                failure.addSuppressed(fault);
            }
            throw failure;
        }
    }

    private ImportReport report() {
        return new ImportReport(imported, failed, List.copyOf(failures));
    }

    /**
     * Reads a batch; a shorter one when the service is told to stop.
     *
     * @param storing what becomes of the batch before; where that fails no more is read
     */
    private List<ImportedRow> read(ImportSource rows, CompletableFuture<?> storing) throws IOException {
        List<ImportedRow> batch = new ArrayList<>();
        int bytes = 0;
        while (batch.size() < BATCH_ROWS && bytes < BATCH_BYTES && !storing.isCompletedExceptionally()
                && !(units.isStopping() && !batch.isEmpty())) {
            ImportedRow row = rows.next();
            if (row == null) {
                break;
            }
            batch.add(row);
            bytes += row.bytes();
        }
        return batch;
    }

    /** In as many units as it takes, one after the other. */
    private Uni<Void> store(List<ImportedRow> batch) {
        nextLine = batch.get(0).line();
        return units.write(writes.table().database(),
                UnitOfWork.bulk("import " + writes.table().name(), connection -> store(connection, batch)))
                .chain(stored -> {
                    count(batch, stored);
                    return stored.rows() == batch.size()
                            ? Uni.createFrom().voidItem()
                            : store(batch.subList(stored.rows(), batch.size()));
                });
    }

    private void count(List<ImportedRow> batch, Stored stored) {
        nextLine = batch.get(stored.rows() - 1).nextLine();
        failed += stored.failures().size();
        imported += stored.rows() - stored.failures().size();
        stored.failures().stream().limit(Violations.MAX_REPORTED - failures.size()).forEach(failures::add);
    }

    /**
     * What one unit of work did.
     *
     * @param rows how many it worked through before its time was up
     * @param failures which of these were not stored, and why
     */
    private record Stored(int rows, List<Failure> failures) {
    }

    /** As many of the rows as there is time for, and one at least. */
    private Stored store(Connection connection, List<ImportedRow> batch) throws SQLException {
        long end = System.nanoTime() + UNIT_NANOS;
        int rows = 0;
        List<Failure> failedNow = new ArrayList<>();
        try (RowWriter store = writes.store(connection);
                PreparedStatement savepoint = connection.prepareStatement("SAVEPOINT imported_row");
                PreparedStatement release = connection.prepareStatement("RELEASE imported_row");
                PreparedStatement undo = connection.prepareStatement("ROLLBACK TO imported_row")) {
            for (ImportedRow row : batch) {
                if (rows > 0 && System.nanoTime() - end >= 0) {
                    break;
                }
                rows++;
                List<Violation> violations = row.violations();
                if (violations.isEmpty()) {
                    savepoint.executeUpdate();
                    violations = add(store, row, undo);
                    release.executeUpdate();
                }
                if (!violations.isEmpty()) {
                    failedNow.add(new Failure(row.line(), violations));
                }
            }
        }
        return new Stored(rows, failedNow);
    }

    /** @return what the database says is wrong with the row, which has been undone then */
    private List<Violation> add(RowWriter store, ImportedRow row, PreparedStatement undo) throws SQLException {
        try {
            store.add(row.values());
            return List.of();
        } catch (ProblemException e) {
            undo.executeUpdate();
            return e.violations();
        } catch (SQLException e) {
            DatabaseException explained = units.explain(e);
            if (!RowPlace.isAtFault(explained)) {
                throw e;
            }
            undo.executeUpdate();
            List<Violation> violations = ProblemMapper.violations(explained);
            return violations.isEmpty()
                    ? List.of(new Violation(ImportedRow.LINE, ProblemMapper.message(explained)))
                    : violations;
        }
    }
}

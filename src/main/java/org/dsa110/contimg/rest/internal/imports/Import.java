package org.dsa110.contimg.rest.internal.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.internal.write.GivenRows;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * Stores the rows of one upload in batches. While some are stored others are read, so that an upload of any length takes the memory of a
 * few batches, its client is held back by the speed of the writer, and other writes come between.
 * Used by one thread, which it blocks.
 */
public final class Import {
    private static final int BATCH_ROWS = 250;
    private static final int BATCH_BYTES = 1 << 19;
    /** For how long what was read is still stored when the service is told to stop: the answer must come before it cuts its connections. */
    private static final long STOPPING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final UnitExecutor units;
    private final ReadRows toStore;
    /** When it was first seen that the service was told to stop; 0 before. */
    private final AtomicLong stoppedNanos = new AtomicLong();

    /** @param given as the rows were read with it */
    public Import(UnitExecutor units, TableWrites writes, GivenRows given) {
        this.units = units;
        this.toStore = new ReadRows(new ImportUnits(units, writes, given)::store, this::timeLeft);
    }

    /**
     * Stores all rows, each by itself.
     *
     * @throws ProblemException 400 when nothing of the upload can be used; nothing was stored then
     * @throws ImportStoppedException when the database or the client fails before the end, or anything else does when rows are stored
     */
    public ImportReport run(ImportSource rows) {
        try {
            readAndStore(rows);
            return toStore.report();
        } catch (IOException | DatabaseException e) {
            throw stopped(e);
        } catch (RuntimeException fault) {
            if (toStore.report().imported() == 0) {
                throw fault;
            }
            // Rows are stored, which the answer must not pass over.
            throw stopped(fault);
        }
    }

    private ImportStoppedException stopped(Exception cause) {
        return new ImportStoppedException(cause, toStore.report(), toStore.nextLine());
    }

    private boolean timeLeft() {
        if (!units.isStopping()) {
            return true;
        }
        long now = System.nanoTime();
        return stoppedNanos.compareAndSet(0, now) || now - stoppedNanos.get() < STOPPING_NANOS;
    }

    private void readAndStore(ImportSource rows) throws IOException {
        try {
            List<ImportedRow> batch;
            do {
                batch = read(rows);
                toStore.add(batch);
                if (!batch.isEmpty() && units.isStopping()) {
                    throw stopping();
                }
            } while (!batch.isEmpty());
        } catch (Throwable fault) {
            awaitStored(fault);
            throw fault;
        }
        if (!toStore.await()) {
            throw stopping();
        }
    }

    private static DatabaseException stopping() {
        return new DatabaseException(DatabaseException.Kind.CLOSED, "the service is stopping", null);
    }

    /** What was read before a fault is stored, and counted, before it is told. */
    private void awaitStored(Throwable fault) {
        try {
            toStore.await();
        } catch (RuntimeException failure) {
            if (failure != fault) {
                failure.addSuppressed(fault);
            }
            throw failure;
        }
    }

    /** Reads a batch; a shorter one when the service is told to stop, or what was read before could not be stored. */
    private List<ImportedRow> read(ImportSource rows) throws IOException {
        List<ImportedRow> batch = new ArrayList<>();
        int bytes = 0;
        while (batch.size() < BATCH_ROWS && bytes < BATCH_BYTES && !toStore.isFaulty()
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
}

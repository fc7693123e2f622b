package org.dsa110.contimg.rest.internal.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.rest.internal.imports.ImportReport.Failure;
import org.dsa110.contimg.rest.internal.imports.ImportUnits.Stored;
import org.dsa110.contimg.rest.problem.Violations;

/**
 * The rows of an upload that were read and are not stored yet. Units of work store them while more are read: one at a time, each with all
 * that wait when it begins, so that a slow upload is stored as it comes and a fast one in few and large units. Counts what became of them.
 * Thread-safe.
 */
final class ReadRows {
    /** So many wait at most before those who bring more have to, besides what these bring. */
    private static final int MOST_ROWS = 1000;
    private static final int MOST_BYTES = 1 << 20;

    private final Function<List<ImportedRow>, Uni<Stored>> unit;
    private final BooleanSupplier timeLeft;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition unitEnded = lock.newCondition();
    private final List<ImportedRow> waiting = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private long waitingBytes;
    private boolean storing;
    /** Why no more is stored; null while all is well. */
    private Throwable fault;
    private long imported;
    private long failed;
    private long nextLine = 1;

    /**
     * @param unit stores the first of the rows that it is given, one at least, as {@link ImportUnits#store} does
     * @param timeLeft whether another unit may begin; rows that wait when none may are not stored
     */
    ReadRows(Function<List<ImportedRow>, Uni<Stored>> unit, BooleanSupplier timeLeft) {
        this.unit = unit;
        this.timeLeft = timeLeft;
    }

    /**
     * Has rows stored, and returns before they are; waits while too many do.
     *
     * @throws RuntimeException what a unit failed with; these rows and those that waited are not stored then
     */
    void add(List<ImportedRow> rows) {
        lock.lock();
        try {
            while (storing && isFull()) {
                unitEnded.awaitUninterruptibly();
            }
            throwFault();
            waiting.addAll(rows);
            waitingBytes += bytes(rows);
            storeNext();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all rows are stored, or there is no time left for more.
     *
     * @return whether all are stored
     * @throws RuntimeException what a unit failed with
     */
    boolean await() {
        lock.lock();
        try {
            while (storing) {
                unitEnded.awaitUninterruptibly();
            }
            throwFault();
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a unit has failed, so that no more rows can be stored. */
    boolean isFaulty() {
        lock.lock();
        try {
            return fault != null;
        } finally {
            lock.unlock();
        }
    }

    /** What became of the rows until now. */
    ImportReport report() {
        lock.lock();
        try {
            return new ImportReport(imported, failed, List.copyOf(failures));
        } finally {
            lock.unlock();
        }
    }

    /** The first line that has not been stored or refused: where a client goes on after an import that stopped. */
    long nextLine() {
        lock.lock();
        try {
            return nextLine;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return waiting.size() >= MOST_ROWS || waitingBytes >= MOST_BYTES;
    }

    private static long bytes(List<ImportedRow> rows) {
        return rows.stream().mapToLong(ImportedRow::bytes).sum();
    }

    private void storeNext() {
        if (!storing && fault == null && !waiting.isEmpty() && timeLeft.getAsBoolean()) {
            storing = true;
            nextLine = waiting.get(0).line();
            unit.apply(List.copyOf(waiting)).subscribe().with(this::stored, this::failed);
        }
    }

    private void stored(Stored unit) {
        lock.lock();
        try {
            nextLine = waiting.get(unit.rows() - 1).nextLine();
            failed += unit.failures().size();
            imported += unit.rows() - unit.failures().size();
            unit.failures().stream().limit(Violations.MAX_REPORTED - failures.size()).forEach(failures::add);
            List<ImportedRow> done = waiting.subList(0, unit.rows());
            waitingBytes -= bytes(done);
            done.clear();
            storing = false;
            storeNext();
            unitEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failed(Throwable failure) {
        lock.lock();
        try {
            fault = failure;
            storing = false;
            unitEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void throwFault() {
        if (fault instanceof RuntimeException failure) {
            throw failure;
        }
        if (fault instanceof Error failure) {
            throw failure;
        }
        if (fault != null) {
            throw new CompletionException(fault);
        }
    }
}

package org.dsa110.contimg.database.internal.unit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.stream.BaseStream;

import io.smallrye.mutiny.subscription.UniEmitter;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.internal.engine.RunningReads;

/**
 * A unit of work from its submission to its answer: it waits in a queue, is run, and tells its caller how it ended, exactly once. The
 * caller is told on a thread of its own, so that what it does with the answer does not hold up the database's.
 */
public final class PendingUnit<T> implements RunningReads.OwnRead {
    private final Database database;
    private final UnitOfWork<T> work;
    private final String label;
    private final boolean sqlOnly;
    private final boolean unshared;
    private final boolean reading;
    private final UniEmitter<? super T> emitter;
    private final Executor caller;
    private final long submittedNanos = System.nanoTime();
    private volatile boolean cancelled;
    private volatile long startedNanos = submittedNanos;
    private boolean run;
    private long runNanos;
    private boolean settled;
    private T result;
    private Throwable failure;

    public PendingUnit(Database database, UnitOfWork<T> work, boolean reading, UniEmitter<? super T> emitter,
            Executor caller) {
        this.database = database;
        this.work = work;
        // These are code of the unit's author, which may throw: here that fails the submission, later it would harm a database's thread.
        this.label = work.label();
        this.sqlOnly = work.sqlOnly();
        this.unshared = work.unshared();
        this.reading = reading;
        this.emitter = emitter;
        this.caller = caller;
        emitter.onTermination(() -> cancelled = true);
    }

    public Database database() {
        return database;
    }

    public boolean reading() {
        return reading;
    }

    /** Whether it is run without a session. */
    boolean sqlOnly() {
        return sqlOnly;
    }

    /** Whether it has its transaction to itself. */
    public boolean unshared() {
        return unshared;
    }

    public long submittedNanos() {
        return submittedNanos;
    }

    @Override
    public String label() {
        return label;
    }

    /** When it last began to run, or was submitted if it was not run, on the scale of {@link System#nanoTime}. Any thread may ask. */
    @Override
    public long startedNanos() {
        return startedNanos;
    }

    /** Whether it was run, and not undone. */
    boolean wasRun() {
        return run;
    }

    /** How long its last run took. */
    long runNanos() {
        return runNanos;
    }

    /** Whether the caller went away, so that a unit that did not start yet need not. */
    public boolean cancelled() {
        return cancelled;
    }

    /** The failure that {@link #fail} recorded, or null. */
    public Throwable failure() {
        return failure;
    }

    /** Runs the work and keeps its result for {@link #answer}. */
    public void run(Connection connection) throws Exception {
        failure = null;
        run = true;
        startedNanos = System.nanoTime();
        try {
            result = work.run(connection);
        } finally {
            runNanos = System.nanoTime() - startedNanos;
        }
        if (result instanceof BaseStream || result instanceof Iterator || result instanceof ResultSet) {
            throw new IllegalStateException("a unit of work returned a " + result.getClass().getSimpleName()
                    + ", which reads from a transaction that ends now; collect what is in it first");
        }
    }

    /** Says that result and failure are final: a fault that comes later does not change the answer any more. */
    public void settle() {
        settled = true;
    }

    public boolean settled() {
        return settled;
    }

    /** Forgets that it was run, as what it did was lost with its transaction. */
    public void undo() {
        run = false;
        result = null;
    }

    /** Forgets that it was run, and what became of it, as it is to be run again. */
    public void giveWay() {
        undo();
        failure = null;
    }

    public void fail(Throwable reason) {
        result = null;
        failure = reason;
    }

    /** Where the caller is told. */
    Executor caller() {
        return caller;
    }

    /** Tells the caller how it ended. */
    void answer() {
        caller.execute(answering());
    }

    /** What tells the caller on the thread of its {@link CallerLoop}. */
    Runnable onLoop() {
        Runnable answering = answering();
        CallerLoop loop = (CallerLoop) caller;
        return () -> loop.emit(answering);
    }

    private Runnable answering() {
        T item = result;
        Throwable reason = failure;
        return () -> {
            if (reason == null) {
                emitter.complete(item);
            } else {
                emitter.fail(reason);
            }
        };
    }
}

package org.dsa110.contimg.database.internal.engine;

import java.time.Duration;

/** The reads of a database that run beside its writes, as far as an engine has to know of them. Thread-safe. */
public interface RunningReads {
    /** How many run. */
    int inUse();

    /** The one that runs for longest, or null. */
    OwnRead oldest();

    /**
     * Keeps further reads from beginning. Once {@link #inUse} is zero then, none runs until {@link #letIn} or the time is up.
     *
     * @param longest after which they are let in whatever happens
     */
    void holdBack(Duration longest);

    /** Lets in those that are held back. */
    void letIn();

    /** Whether further reads are held back. */
    boolean heldBack();

    /** A read that runs; equal to itself only. */
    interface OwnRead {
        /** What the logs call it. */
        String label();

        /** When it began, on the scale of {@link System#nanoTime}. */
        long startedNanos();
    }
}

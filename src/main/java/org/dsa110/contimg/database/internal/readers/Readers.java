package org.dsa110.contimg.database.internal.readers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.internal.engine.FaultLog;
import org.dsa110.contimg.database.internal.engine.ReadConnection;
import org.dsa110.contimg.database.internal.engine.RunningReads;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.PendingUnit;
import org.dsa110.contimg.database.internal.unit.UnitQueue;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/**
 * The threads on which reads of a file run. A read that turns out long while others wait gives way: it is interrupted, and begun again on one
 * of a few threads that run nothing else. Thread-safe.
 */
public final class Readers implements RunningReads {
    private static final RepeatedLines LOG = RepeatedLines.of(Readers.class);

    private final DatabaseContext context;
    private final UnitQueue queue;
    private final UnitQueue longReads;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Thread> longThreads = new ArrayList<>();
    private final Set<PendingUnit<?>> running = ConcurrentHashMap.newKeySet();
    private final ReadGate gate = new ReadGate();

    public Readers(DatabaseContext context) {
        this.context = context;
        String name = context.location().name();
        DatabaseConfig.ReaderSettings settings = context.config().readers();
        this.queue = new UnitQueue("the readers of " + name, settings.queueLength());
        this.longReads = new UnitQueue("the readers of what takes long in " + name, settings.longQueueLength());
    }

    /** @throws DatabaseException if the file cannot be opened as it must be */
    public void start() {
        DatabaseConfig.ReaderSettings settings = context.config().readers();
        for (int i = 1; i <= settings.threads(); i++) {
            ReadConnection connection = context.storage().openReader();
            start(threads, "reader " + context.location().name() + " " + i,
                    () -> read(queue, new SnapshotReader(context, connection, () -> queue.size() > 0)));
        }
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        for (int i = 1; i <= settings.longThreads().orElse(half); i++) {
            start(longThreads, "long reader " + context.location().name() + " " + i,
                    () -> read(longReads, new SnapshotReader(context, null)));
        }
    }

    private static void start(List<Thread> among, String name, Runnable work) {
        Thread thread = new Thread(work, name);
        among.add(thread);
        thread.start();
    }

    /** @throws DatabaseException OVERLOADED or CLOSED */
    public void submit(PendingUnit<?> unit) {
        queue.add(unit);
    }

    /** How many reads wait. */
    public int queued() {
        return queue.size();
    }

    /** How many long reads wait. */
    public int longQueued() {
        return longReads.size();
    }

    @Override
    public int inUse() {
        return running.size();
    }

    @Override
    public void holdBack(Duration longest) {
        gate.close(longest);
    }

    @Override
    public void letIn() {
        gate.open();
    }

    @Override
    public boolean heldBack() {
        return gate.isClosed();
    }

    @Override
    public OwnRead oldest() {
        return running.stream().min((a, b) -> Long.signum(a.startedNanos() - b.startedNanos())).orElse(null);
    }

    /** Takes no more reads. */
    public void stopTaking() {
        queue.close();
    }

    /** Finishes the reads that wait, and closes the connections. */
    public void close() throws InterruptedException {
        stopTaking();
        for (Thread thread : threads) {
            thread.join();
        }
        longReads.close();
        for (Thread thread : longThreads) {
            thread.join();
        }
    }

    private void read(UnitQueue from, SnapshotReader reader) {
        for (PendingUnit<?> unit = from.take(); unit != null; unit = from.take()) {
            boolean ended = true;
            enter(unit);
            try {
                ended = reader.run(unit);
            } catch (Throwable fault) {
                FaultLog.error(LOG, fault, "A reader of %s failed; its connection is opened anew", context.location());
                if (!unit.settled()) {
                    unit.fail(fault);
                }
                reader.close();
            } finally {
                running.remove(unit);
                if (!ended) {
                    ended = !move(unit);
                }
                if (ended) {
                    context.end(unit);
                }
            }
        }
        reader.close();
    }

    /** @return false when it was refused, which is its failure then */
    private boolean move(PendingUnit<?> unit) {
        try {
            longReads.add(unit);
            context.metrics().readMoved();
            return true;
        } catch (DatabaseException full) {
            unit.fail(full);
            LOG.warn(List.of(full.kind(), context.location()), null, "A long read was refused: %s", full.getMessage());
            return false;
        }
    }

    /**
     * Counts a read as running before it looks at the gate: whoever closes the gate and then asks {@link #inUse} hears of every read that
     * got through.
     */
    private void enter(PendingUnit<?> unit) {
        running.add(unit);
        while (gate.isClosed()) {
            running.remove(unit);
            gate.awaitOpen();
            running.add(unit);
        }
    }
}

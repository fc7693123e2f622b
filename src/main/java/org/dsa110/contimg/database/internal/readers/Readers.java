package org.dsa110.contimg.database.internal.readers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.internal.engine.FaultLog;
import org.dsa110.contimg.database.internal.engine.ReadConnection;
import org.dsa110.contimg.database.internal.engine.RunningReads;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.PendingUnit;
import org.dsa110.contimg.database.internal.unit.UnitQueue;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/** The threads on which reads of a file run. Thread-safe. */
public final class Readers implements RunningReads {
    private static final RepeatedLines LOG = RepeatedLines.of(Readers.class);

    private final DatabaseContext context;
    private final UnitQueue queue;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<PendingUnit<?>> running = ConcurrentHashMap.newKeySet();
    private final ReadGate gate = new ReadGate();

    public Readers(DatabaseContext context) {
        this.context = context;
        this.queue = new UnitQueue("the readers of " + context.location().name(),
                context.config().readers().queueLength());
    }

    /** @throws DatabaseException if the file cannot be opened as it must be */
    public void start() {
        for (int i = 0; i < context.config().readers().threads(); i++) {
            ReadConnection connection = context.storage().openReader();
            Thread thread = new Thread(() -> read(connection), "reader " + context.location().name() + " " + (i + 1));
            threads.add(thread);
            thread.start();
        }
    }

    /** @throws DatabaseException OVERLOADED or CLOSED */
    public void submit(PendingUnit<?> unit) {
        queue.add(unit);
    }

    /** How many reads wait. */
    public int queued() {
        return queue.size();
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
    }

    private void read(ReadConnection connection) {
        SnapshotReader reader = new SnapshotReader(context, connection);
        for (PendingUnit<?> unit = queue.take(); unit != null; unit = queue.take()) {
            enter(unit);
            try {
                reader.run(unit);
            } catch (Throwable fault) {
                FaultLog.error(LOG, fault, "A reader of %s failed; its connection is opened anew", context.location());
                if (!unit.settled()) {
                    unit.fail(fault);
                }
                reader.close();
            } finally {
                running.remove(unit);
                context.end(unit);
            }
        }
        reader.close();
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

package org.dsa110.contimg.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jboss.logging.Logger;

/** The threads on which reads of a file run. Thread-safe. */
final class Readers {
    private static final Logger LOG = Logger.getLogger(Readers.class);

    private final DatabaseAccess access;
    private final UnitQueue queue;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<PendingUnit<?>> running = ConcurrentHashMap.newKeySet();
    private final ReadGate gate = new ReadGate();

    Readers(DatabaseAccess access) {
        this.access = access;
        this.queue = new UnitQueue("the readers of " + access.location().name(),
                access.config().readers().queueLength());
    }

    /** @throws DatabaseException if the file cannot be opened as it must be */
    void start() {
        for (int i = 0; i < access.config().readers().threads(); i++) {
            EngineConnection connection = access.engine().openReader(access.location());
            Thread thread = new Thread(() -> read(connection), "reader " + access.location().name() + " " + (i + 1));
            threads.add(thread);
            thread.start();
        }
    }

    /** @throws DatabaseException OVERLOADED or CLOSED */
    void submit(PendingUnit<?> unit) {
        queue.add(unit);
    }

    /** How many reads wait. */
    int queued() {
        return queue.size();
    }

    /** How many reads run. */
    int inUse() {
        return running.size();
    }

    /** Holds back the reads that have not begun. Once it is closed and {@link #inUse} is zero, no read runs until it is opened. */
    ReadGate gate() {
        return gate;
    }

    /** The read that runs for longest, or null. */
    PendingUnit<?> oldest() {
        return running.stream().min((a, b) -> Long.signum(a.startedNanos() - b.startedNanos())).orElse(null);
    }

    /** Takes no more reads. */
    void stopTaking() {
        queue.close();
    }

    /** Finishes the reads that wait, and closes the connections. */
    void close() throws InterruptedException {
        stopTaking();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void read(EngineConnection connection) {
        Reader reader = new Reader(access, connection);
        for (PendingUnit<?> unit = queue.take(); unit != null; unit = queue.take()) {
            enter(unit);
            try {
                reader.run(unit);
            } catch (Throwable fault) {
                LOG.errorf(fault, "A reader of %s failed; its connection is opened anew", access.location());
                unit.fail(fault);
                reader.close();
            } finally {
                running.remove(unit);
                access.end(unit);
            }
        }
        reader.close();
    }

    /** First in, then looking at the gate: who closes it and then looks who is in misses nobody. */
    private void enter(PendingUnit<?> unit) {
        running.add(unit);
        while (gate.isClosed()) {
            running.remove(unit);
            gate.awaitOpen();
            running.add(unit);
        }
    }
}

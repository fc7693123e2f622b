package org.dsa110.contimg.database;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jboss.logging.Logger;

/**
 * The threads on which reads of a file run, each on a connection of its own that cannot write, each read in one snapshot. Thread-safe.
 */
final class Readers {
    private static final Logger LOG = Logger.getLogger(Readers.class);

    private final Path file;
    private final Engine engine;
    private final DatabaseConfig config;
    private final DeadlineWatch watch;
    private final UnitMetrics metrics;
    private final UnitQueue queue;
    private final List<Thread> threads = new ArrayList<>();

    Readers(Path file, Engine engine, DatabaseConfig config, DeadlineWatch watch, UnitMetrics metrics) {
        this.file = file;
        this.engine = engine;
        this.config = config;
        this.watch = watch;
        this.metrics = metrics;
        this.queue = new UnitQueue("the readers of " + file.getFileName(), config.readers().queueLength());
    }

    /** @throws DatabaseException if the file cannot be opened as it must be */
    void start() {
        for (int i = 0; i < config.readers().threads(); i++) {
            EngineConnection connection = engine.openReader(file);
            Thread thread = new Thread(() -> read(connection), "reader " + file.getFileName() + " " + (i + 1));
            threads.add(thread);
            thread.start();
        }
    }

    void submit(PendingUnit<?> unit) {
        queue.add(unit);
    }

    /** How many reads wait. */
    int queued() {
        return queue.size();
    }

    /** Takes no more reads, finishes those that wait, and closes the connections. */
    void close() throws InterruptedException {
        queue.close();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void read(EngineConnection opened) {
        EngineConnection connection = opened;
        UnitRunner runner = new UnitRunner(engine, config.deadline(), watch);
        for (PendingUnit<?> unit = queue.take(); unit != null; unit = queue.take()) {
            if (!unit.cancelled()) {
                connection = run(unit, runner, connection);
            }
            unit.answer();
        }
        close(connection);
    }

    /** @return the connection to go on with, or null when it is of no more use */
    private EngineConnection run(PendingUnit<?> unit, UnitRunner runner, EngineConnection connection) {
        long started = System.nanoTime();
        EngineConnection open = begin(unit, connection);
        if (open != null) {
            try {
                runner.run(unit, open);
            } catch (Throwable failure) {
                unit.fail(failure);
            }
            open = end(unit, open);
        }
        metrics.read(unit, System.nanoTime() - started);
        return open;
    }

    private EngineConnection begin(PendingUnit<?> unit, EngineConnection connection) {
        EngineConnection open = connection;
        try {
            if (open == null) {
                open = engine.openReader(file);
            }
            open.beginRead();
            return open;
        } catch (DatabaseException e) {
            LOG.errorf(e, "A read of %s could not begin; the connection is opened anew", file);
            unit.fail(e);
            close(open);
            return null;
        }
    }

    private EngineConnection end(PendingUnit<?> unit, EngineConnection open) {
        try {
            open.rollback();
            if (!(unit.failure() instanceof DatabaseException e && e.kind() == DatabaseException.Kind.STORAGE)) {
                return open;
            }
            LOG.errorf(unit.failure(), "A read of %s failed; the connection is opened anew", file);
        } catch (DatabaseException e) {
            LOG.errorf(e, "A read of %s could not end; the connection is opened anew", file);
        }
        close(open);
        return null;
    }

    private void close(EngineConnection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (DatabaseException e) {
                LOG.errorf(e, "Closing a reader of %s failed", file);
            }
        }
    }
}

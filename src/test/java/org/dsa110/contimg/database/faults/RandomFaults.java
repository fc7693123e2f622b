package org.dsa110.contimg.database.faults;

import static org.dsa110.contimg.database.faults.ScratchDatabase.execute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.dsa110.contimg.database.faults.IoFaults.Errno;
import org.dsa110.contimg.database.faults.IoFaults.Operation;
import org.sqlite.JDBC;

/** Does harm to a database while it works, as disks and other programs do, on a thread of its own. */
final class RandomFaults implements Runnable {
    private static final Errno[] ERRORS = {Errno.EIO, Errno.ENOSPC, Errno.EROFS};

    private final ScratchDatabase database;
    private final IoFaults io;
    private final Random random;
    private final int patienceMillis;
    private final List<String> told = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * @param io null where operations cannot be made to fail
     * @param patienceMillis how long the writer waits for another program's lock
     */
    RandomFaults(ScratchDatabase database, IoFaults io, Random random, int patienceMillis) {
        this.database = database;
        this.io = io;
        this.random = random;
        this.patienceMillis = patienceMillis;
    }

    /** After it the file is where it was, nothing fails, and nobody holds the lock. */
    void stop(Thread thread) throws InterruptedException {
        stopped = true;
        thread.join();
    }

    /** What was done, for the report of a run that failed. */
    List<String> told() {
        return told;
    }

    /** The rows that this other program was told are durable. */
    List<String> written() {
        return written;
    }

    @Override
    public void run() {
        while (!stopped) {
            pause(4_000);
            switch (random.nextInt(io == null ? 3 : 11)) {
                case 0 -> holdLock();
                case 1 -> write();
                case 2 -> takeAway();
                default -> fail();
            }
        }
    }

    private void fail() {
        IoFaults.Faults faults = io.in(database.file().getParent()).after(random.nextInt(12))
                .times(1 + random.nextInt(4)).error(ERRORS[random.nextInt(ERRORS.length)]);
        if (random.nextInt(4) == 0) {
            faults.torn();
        }
        Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
        String suffix = random.nextInt(3) == 0 ? "" : operation == Operation.LOCK ? "-shm" : "-wal";
        told.add(operation + " of *" + suffix);
        faults.endingWith(suffix).arm(operation);
        pause(20_000);
        io.disarm();
    }

    private void holdLock() {
        int millis = random.nextInt(4) == 0 ? patienceMillis * 5 / 4 : random.nextInt(20);
        told.add("lock for " + millis + " ms");
        try (Connection other = connect()) {
            execute(other, "BEGIN IMMEDIATE");
            pause(TimeUnit.MILLISECONDS.toMicros(millis));
            execute(other, "ROLLBACK");
        } catch (SQLException busy) {
            told.add("no lock");
        }
    }

    /** The whole folder, so that nothing is opened half here and half there; under the lock, so that nothing is committed meanwhile. */
    private void takeAway() {
        told.add("file taken away");
        Path here = database.file().getParent();
        Path away = here.resolveSibling("away");
        boolean locked = random.nextBoolean();
        try (Connection other = connect()) {
            execute(other, "BEGIN IMMEDIATE");
            Files.move(here, away);
            if (!locked) {
                execute(other, "ROLLBACK");
            }
            pause(20_000);
            if (!locked) {
                execute(other, "PRAGMA busy_timeout = 30000");
                execute(other, "BEGIN IMMEDIATE");
            }
            Files.move(away, here);
            execute(other, "ROLLBACK");
        } catch (SQLException busy) {
            told.add("no lock, so it stays");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() {
        String name = "other-" + told.size() + ":1";
        told.add("write");
        try (Connection other = connect()) {
            execute(other, "INSERT INTO fact (unit, part) VALUES ('" + name + "', 0)");
            written.add(name);
        } catch (SQLException busy) {
            told.add("no write");
        }
    }

    private Connection connect() throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + database.file() + "?busy_timeout=50&synchronous=FULL",
                new Properties());
    }

    private void pause(long upToMicros) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(1 + random.nextLong(upToMicros + 1)));
    }
}

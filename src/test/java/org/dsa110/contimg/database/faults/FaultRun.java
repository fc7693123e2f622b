package org.dsa110.contimg.database.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.subscription.Cancellable;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.faults.RandomUnits.Kind;
import org.dsa110.contimg.database.faults.RandomUnits.RandomUnit;

/** One run: tens of units of work on a fresh file, faults meanwhile, and then the whole file compared with all answers. */
final class FaultRun {
    private final Random random;
    private final Path folder;
    private final IoFaults io;
    private final ScratchDatabase database;
    private final RandomUnits units;
    private final RandomFaults faults;
    private final Map<RandomUnit, CompletableFuture<?>> writes = new LinkedHashMap<>();
    private final List<CompletableFuture<List<String>>> reads = new ArrayList<>();

    /** @param io null where operations cannot be made to fail */
    FaultRun(long seed, Path template, IoFaults io) throws Exception {
        this.random = new Random(seed);
        this.io = io;
        this.folder = Files.createTempDirectory(template.getParent(), "run");
        int lockMillis = 100 + random.nextInt(200);
        Map<String, String> settings = Map.of(
                "writer.batch-size", Integer.toString(1 + random.nextInt(16)),
                "writer.queue-length", Integer.toString(8 + random.nextInt(56)),
                "writer.hold", 1 + random.nextInt(30) + "ms",
                "writer.cache-kib", random.nextBoolean() ? "64" : "4096",
                "deadline", 100 + random.nextInt(100) + "ms",
                "lock-timeout", lockMillis + "ms");
        this.database = new ScratchDatabase(template, Files.createDirectory(folder.resolve("db")), settings,
                new SimpleMeterRegistry());
        this.units = new RandomUnits(random);
        this.faults = new RandomFaults(database, io, new Random(random.nextLong()), lockMillis);
    }

    void run() throws Exception {
        try (database) {
            Thread thread = new Thread(faults, "faults");
            thread.start();
            try {
                submit();
                if (random.nextInt(4) == 0) {
                    database.close();
                }
                for (CompletableFuture<?> write : writes.values()) {
                    ScratchDatabase.answer(write);
                }
                for (CompletableFuture<List<String>> read : reads) {
                    if (ScratchDatabase.answer(read) == null) {
                        assertThat(read.join()).as("halves of units that a read saw").isEmpty();
                    }
                }
            } finally {
                faults.stop(thread);
                if (io != null) {
                    io.disarm();
                }
            }
            assertTrue(database.storedAfterCrash(folder), "after a crash");
            assertTrue(database.stored(), "as another program sees it");
            if (!closed()) {
                database.assertWell();
            }
            database.close();
            database.open();
            database.assertWell();
            database.close();
            deleteFiles();
        } catch (Throwable e) {
            System.out.println("faults of the run that failed: " + faults.told());
            writes.forEach((unit, answer) -> System.out.println(unit.name() + " -> "
                    + answer.handle((item, failure) -> failure == null ? "success" : failure.toString())
                            .getNow("none")));
            throw e;
        }
    }

    /** A file that is taken away in the moment after a COMMIT has its rows when it comes back, but nobody could know that it would. */
    private static boolean isUnknown(Throwable failure) {
        return failure instanceof DatabaseException e && e.kind() == DatabaseException.Kind.UNKNOWN;
    }

    /** A thousand runs leave much behind otherwise. */
    private void deleteFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Does once what runs do, so that all classes are loaded when deadlines begin to interrupt. */
    static void rehearse(Path template) throws Exception {
        try (ScratchDatabase database = new ScratchDatabase(template,
                Files.createTempDirectory(template.getParent(), "run"),
                Map.of(), new SimpleMeterRegistry())) {
            RandomUnits units = new RandomUnits(new Random(1));
            for (int i = 0; i < 200; i++) {
                RandomUnit unit = units.next();
                if (!unit.kind().name().startsWith("ENDLESS")) {
                    ScratchDatabase.answer(database.write(unit.work()));
                }
            }
            assertThat(database.read(FaultRun::lookForHalves).join()).isEmpty();
        }
    }

    private boolean closed() throws Exception {
        return ScratchDatabase.answer(database.read(connection -> null)) instanceof DatabaseException e
                && e.kind() == DatabaseException.Kind.CLOSED;
    }

    private void submit() {
        int count = 20 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            RandomUnit unit = units.next();
            if (unit.kind() == Kind.LEFT) {
                leave(unit);
            } else {
                writes.put(unit, database.write(unit.work()));
            }
            if (random.nextInt(4) == 0) {
                reads.add(database.read(FaultRun::lookForHalves));
            }
            if (random.nextInt(3) == 0) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(8_000)));
            }
        }
    }

    /** A caller that goes away is told nothing, so that it counts as failed. */
    private void leave(RandomUnit unit) {
        Cancellable caller = database.units().write(Database.PRODUCTS, unit.work()).subscribe().with(item -> {
        }, failure -> {
        });
        if (random.nextBoolean()) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(3_000)));
        }
        caller.cancel();
        writes.put(unit, CompletableFuture.failedFuture(new IllegalStateException("the caller went away")));
    }

    private void assertTrue(Map<String, Integer> stored, String when) throws Exception {
        Map<String, Integer> unexplained = new LinkedHashMap<>(stored);
        for (Map.Entry<RandomUnit, CompletableFuture<?>> write : writes.entrySet()) {
            RandomUnit unit = write.getKey();
            Integer rows = unexplained.remove(unit.name());
            Throwable failure = ScratchDatabase.answer(write.getValue());
            if (failure == null) {
                assertThat(rows).as("%s: rows of %s, which succeeded", when, unit.name()).isEqualTo(unit.rows());
            } else if (unit.mayBeThereAnyway() || isUnknown(failure)) {
                assertThat(rows).as("%s: rows of %s", when, unit.name()).isIn(null, unit.rows());
            } else {
                assertThat(rows).as("%s: rows of %s, which failed", when, unit.name()).isNull();
            }
        }
        for (String other : faults.written()) {
            assertThat(unexplained.get(other)).as("%s: what another program wrote: %s", when, other).isOne();
        }
        unexplained.keySet().removeIf(name -> name.startsWith("other-"));
        assertThat(unexplained).as(when).isEmpty();
    }

    /**
     * No assertions here: a deadline's interrupt in the middle of loading their classes would spoil them for good.
     *
     * @return what is wrong, or nothing
     */
    private static List<String> lookForHalves(Connection connection) throws SQLException {
        List<String> wrong = new ArrayList<>();
        int counting = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT unit, count(*) FROM fact GROUP BY unit")) {
            while (rows.next()) {
                String name = rows.getString(1);
                if (rows.getInt(2) != RandomUnits.rows(name)) {
                    wrong.add(rows.getInt(2) + " rows of " + name);
                }
                counting += name.startsWith("counting") ? 1 : 0;
            }
        }
        int counter = ScratchDatabase.number(connection, "SELECT n FROM counter");
        if (counter != counting) {
            wrong.add("counted " + counter + " where there are " + counting);
        }
        return wrong;
    }
}

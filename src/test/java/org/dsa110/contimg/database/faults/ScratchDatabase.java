package org.dsa110.contimg.database.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.QueueingUnitExecutor;
import org.sqlite.JDBC;

/**
 * A products database in a file of its own, with units of work of its own, to which anything may be done. Besides the tables of
 * products it has {@code fact}, of which a unit writes rows, {@code child}, whose foreign key is looked at in COMMIT only, {@code filler}
 * for what takes up pages, and {@code counter} with its one row.
 */
final class ScratchDatabase implements AutoCloseable {
    /** Longer than anything here takes on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path file;
    private final DatabaseSettings settings;
    private final MeterRegistry meters;
    private QueueingUnitExecutor units;

    /**
     * Makes the file and opens it.
     *
     * @param template what {@link #makeTemplate} made
     * @param settings keys below {@code contimg.database}
     */
    ScratchDatabase(Path template, Path folder, Map<String, String> settings, MeterRegistry meters)
            throws IOException {
        this.file = folder.resolve("scratch.sqlite3");
        Map<String, String> all = new HashMap<>(Map.of("readers.threads", "2"));
        all.putAll(settings);
        this.settings = new DatabaseSettings(all);
        this.meters = meters;
        Files.copy(template, file);
        open();
    }

    /** Makes a file to begin with, from a file of products that may be in use. */
    static void makeTemplate(Location products, Path file) throws SQLException {
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + products, new Properties())) {
            execute(connection, "VACUUM INTO '" + file + "'");
        }
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties())) {
            execute(connection, "CREATE TABLE fact (unit TEXT NOT NULL, part INTEGER NOT NULL, payload BLOB, "
                    + "PRIMARY KEY (unit, part))");
            execute(connection, "CREATE TABLE parent (id INTEGER PRIMARY KEY)");
            execute(connection,
                    "CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
            execute(connection, "CREATE TABLE filler (id INTEGER PRIMARY KEY, payload BLOB)");
            execute(connection, "CREATE TABLE counter (n INTEGER)");
            execute(connection, "INSERT INTO counter VALUES (0)");
        }
    }

    void open() {
        units = new QueueingUnitExecutor(settings.engine(), settings.config(), meters);
        units.open(Map.of(Database.PRODUCTS, new Location.File(file)));
    }

    /** As the service does when it stops: all accepted units are run, then the file closes. */
    @Override
    public void close() {
        try {
            units.close(new ShutdownEvent());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Path file() {
        return file;
    }

    Path wal() {
        return Path.of(file + "-wal");
    }

    UnitExecutor units() {
        return units;
    }

    <T> CompletableFuture<T> write(UnitOfWork<T> work) {
        return units.write(Database.PRODUCTS, work).subscribeAsCompletionStage();
    }

    <T> CompletableFuture<T> read(UnitOfWork<T> work) {
        return units.read(Database.PRODUCTS, work).subscribeAsCompletionStage();
    }

    /** Writes a unit's rows of {@code fact}, as many as {@code parts}. */
    static UnitOfWork<Object> facts(String unit, int parts) {
        return connection -> {
            insert(connection, unit, 0, parts);
            return unit;
        };
    }

    static void insert(Connection connection, String unit, int from, int to) throws SQLException {
        for (int part = from; part < to; part++) {
            execute(connection, "INSERT INTO fact (unit, part) VALUES ('" + unit + "', " + part + ")");
        }
    }

    /** Keeps the writer busy until the latch that it returns is counted down, so that what is submitted meanwhile shares a batch. */
    CountDownLatch hold() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        write(connection -> {
            started.countDown();
            release.await();
            return null;
        });
        assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return release;
    }

    Connection otherProgram() throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000", new Properties());
    }

    /** How many rows of {@code fact} each unit has, as another program sees it. */
    Map<String, Integer> stored() throws SQLException {
        return stored(file);
    }

    /** What a service that starts after a crash at this moment would find: the file and its WAL, copied as they are. */
    Map<String, Integer> storedAfterCrash(Path folder) throws IOException, SQLException {
        Path crashed = Files.createTempDirectory(folder, "crash").resolve("scratch.sqlite3");
        try (Connection other = otherProgram()) {
            // Else the WAL could be begun anew between the two copies.
            execute(other, "BEGIN IMMEDIATE");
            Files.copy(file, crashed);
            if (Files.exists(wal())) {
                Files.copy(wal(), Path.of(crashed + "-wal"));
            }
            execute(other, "ROLLBACK");
        }
        return stored(crashed);
    }

    private static Map<String, Integer> stored(Path file) throws SQLException {
        Map<String, Integer> stored = new HashMap<>();
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000",
                new Properties());
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
                rows.next();
                assertThat(rows.getString(1)).as("integrity of %s", file).isEqualTo("ok");
            }
            try (ResultSet rows = statement.executeQuery("SELECT unit, count(*) FROM fact GROUP BY unit")) {
                while (rows.next()) {
                    stored.put(rows.getString(1), rows.getInt(2));
                }
            }
        }
        return stored;
    }

    /** The file is whole, and the service writes and reads it as if nothing had been. */
    void assertWell() throws Exception {
        String unit = "well " + System.nanoTime();
        assertThat(answerInTime(() -> write(facts(unit, 2)))).as("the next write").isNull();
        assertThat(stored()).containsEntry(unit, 2);
        assertThat(answerInTime(() -> read(connection -> {
            if (count(connection, unit) != 2) {
                throw new IllegalStateException("the read does not see the write");
            }
            return null;
        }))).as("the next read").isNull();
    }

    /** A deadline that is short for a test's sake may be exceeded on a busy machine. */
    private static Throwable answerInTime(Supplier<CompletableFuture<?>> unit) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Throwable failure = answer(unit.get());
        while (failure instanceof DatabaseException e && e.kind() == DatabaseException.Kind.DEADLINE
                && System.nanoTime() - until < 0) {
            failure = answer(unit.get());
        }
        return failure;
    }

    static int count(Connection connection, String unit) throws SQLException {
        return number(connection, "SELECT count(*) FROM fact WHERE unit = '" + unit + "'");
    }

    static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * The failure that the caller was told, or null for a success.
     *
     * @throws TimeoutException when it was not told anything
     */
    static Throwable answer(CompletableFuture<?> caller) throws InterruptedException, TimeoutException {
        try {
            caller.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** The kind of the failure that the caller was told. */
    static DatabaseException.Kind kind(CompletableFuture<?> caller) throws InterruptedException, TimeoutException {
        Throwable failure = answer(caller);
        assertThat(failure).isInstanceOf(DatabaseException.class);
        return ((DatabaseException) failure).kind();
    }

    /** Units that wait at the same time, with the rows of {@code fact} that each has when it succeeds. */
    final class Callers {
        private final Map<String, CompletableFuture<?>> callers = new HashMap<>();
        private final Map<String, Integer> rows = new HashMap<>();

        Callers write(String unit, int parts) {
            return write(unit, parts, facts(unit, parts));
        }

        Callers write(String unit, int parts, UnitOfWork<?> work) {
            callers.put(unit, ScratchDatabase.this.write(work));
            rows.put(unit, parts);
            return this;
        }

        CompletableFuture<?> of(String unit) {
            return callers.get(unit);
        }

        List<CompletableFuture<?>> all() {
            return new ArrayList<>(callers.values());
        }

        /** The file bears out each caller's answer. */
        void assertToldTheTruth() throws Exception {
            Map<String, Integer> told = told();
            assertThat(stored()).containsExactlyInAnyOrderEntriesOf(told);
        }

        /** So does what a crash leaves. */
        void assertToldTheTruthAfterCrash(Path folder) throws Exception {
            Map<String, Integer> told = told();
            assertThat(storedAfterCrash(folder)).containsExactlyInAnyOrderEntriesOf(told);
        }

        private Map<String, Integer> told() throws InterruptedException, TimeoutException {
            Map<String, Integer> told = new HashMap<>();
            for (Map.Entry<String, CompletableFuture<?>> caller : callers.entrySet()) {
                if (answer(caller.getValue()) == null && rows.get(caller.getKey()) > 0) {
                    told.put(caller.getKey(), rows.get(caller.getKey()));
                }
            }
            return told;
        }
    }
}

package org.dsa110.contimg.ingest.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.hdf5.IndexedSubbandFile;
import org.dsa110.contimg.ingest.Configs;
import org.dsa110.contimg.ingest.ConvertedFile;
import org.dsa110.contimg.ingest.ConvertedGroup;
import org.dsa110.contimg.ingest.ConvertedGroupListener;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.Uvh5Header;
import org.dsa110.contimg.ingest.internal.conversion.ConversionDispatcher;
import org.dsa110.contimg.ingest.internal.conversion.Dispatchers;
import org.dsa110.contimg.ingest.internal.grouping.ArrivalScanner;
import org.dsa110.contimg.ingest.internal.grouping.RealArrivals;
import org.dsa110.contimg.ingest.internal.grouping.Scanners;
import org.dsa110.contimg.ingest.internal.incomplete.IncompleteGroups;
import org.dsa110.contimg.ingest.internal.uvh5.TinyUvh5;
import org.dsa110.contimg.observation.SubbandFileName;
import org.dsa110.contimg.products.MeasurementSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(TemporaryState.class)
@Timeout(300)
class IngestEndToEndTest {
    private static final String GROUP = "2026-02-11T15:58:07";
    private static final long POLL_NANOS = 5_000_000;
    private static final String STAND_IN = Path.of("deploy/dev/stand-in-converter").toAbsolutePath().toString();

    @Inject
    UnitExecutor units;
    @Inject
    Scanners scanners;
    @Inject
    Dispatchers dispatchers;
    @Inject
    IngestDatabase database;
    @Inject
    IncompleteGroups incomplete;
    @Inject
    @All
    List<ConvertedGroupListener> listeners;

    @TempDir
    Path temporary;
    Path incoming;
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    ArrivalScanner scanner;
    ConversionDispatcher dispatcher;
    IngestSchedule schedule;

    @BeforeEach
    void clear() throws IOException {
        database.clear();
        incoming = Files.createDirectories(temporary.toRealPath().resolve("incoming"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (schedule != null) {
            schedule.stop(new ShutdownEvent());
        }
    }

    @Test
    void sixteenFilesBecomeAMeasurementSet() throws Exception {
        service("CONTIMG_STANDIN_SECONDS=0.1 " + STAND_IN, listeners);
        arrive(16);
        dispatcher.tick();
        awaitState("completed");

        String msPath = temporary.toRealPath().resolve("ms/" + GROUP + ".ms").toString();
        MeasurementSet ms = units.read(Database.PRODUCTS, () -> MeasurementSet.<MeasurementSet>findById(msPath))
                .await().indefinitely();
        assertThat(ms.stage).isEqualTo("converted");
        assertThat(ms.status).isEqualTo("completed");
        assertThat(ms.startMjd).isEqualTo(61082.75);
        assertThat(ms.endMjd).isEqualTo(61083.0 + 15.0 / 1024);
        assertThat(ms.raDeg).isCloseTo(180, within(1e-9));
        assertThat(ms.stageUpdatedAt).isEqualTo(ms.processedAt);
        List<IndexedSubbandFile> index = units
                .read(Database.HDF5, () -> IndexedSubbandFile.<IndexedSubbandFile>list("groupId = ?1 and path like ?2",
                        GROUP, incoming + "/%"))
                .await().indefinitely();
        assertThat(index).hasSize(16).allSatisfy(file -> {
            assertThat(file.path).isEqualTo(incoming.resolve(file.filename).toString());
            assertThat(file.fileSizeBytes).isEqualTo(Files.size(Path.of(file.path)));
            assertThat(file.timestampMjd).isCloseTo(61082.875 + file.subbandNum / 2048.0, within(1e-9));
            assertThat(file.stored).isEqualTo(1);
            assertThat(file.obsTime).isEqualTo("15:58:07");
        });
        assertThat(registered(msPath)).isEqualTo("ms staging " + msPath + " 16");
        assertThat(database.text("SELECT load_time FROM performance_metrics")).isEqualTo("0.1");
        assertThat(database.text("SELECT subband_count FROM performance_metrics")).isEqualTo("16");
        assertThat(Double.parseDouble(database.text("SELECT total_time FROM performance_metrics"))).isGreaterThan(0.1);
        awaitTrue(() -> metrics.counter("dsa110_conversion", "outcome", "completed").count() == 1);
        dispatcher.tick();
        assertThat(metrics.get("contimg_ingest_queue_completed_count").gauge().value()).isEqualTo(1);
        assertThat(metrics.get("contimg_ingest_queue_pending_count").gauge().value()).isZero();
    }

    @Test
    void aMeasurementSetThatIsConvertedAgainKeepsWhatTheConversionDoesNotKnow() throws Exception {
        String msPath = "/ms/again.ms";
        units.write(Database.PRODUCTS, () -> {
            MeasurementSet.deleteById(msPath);
            MeasurementSet ms = new MeasurementSet();
            ms.path = msPath;
            ms.stage = "imaged";
            ms.stageUpdatedAt = 1.0;
            ms.calApplied = 1L;
            ms.fieldName = "3C286";
            ms.persist();
            return null;
        }).await().indefinitely();
        service("echo " + msPath, listeners);
        arrive(16);
        dispatcher.tick();
        awaitState("completed");

        MeasurementSet ms = units.read(Database.PRODUCTS, () -> MeasurementSet.<MeasurementSet>findById(msPath))
                .await().indefinitely();
        assertThat(ms.fieldName).isEqualTo("3C286");
        assertThat(ms.stage).isEqualTo("converted");
        assertThat(ms.stageUpdatedAt).isGreaterThan(1);
        assertThat(ms.calApplied).isZero();
    }

    @Test
    void aGroupWhoseRegistrationBreaksOffIsRegisteredOnceAndNotConvertedAgain() throws Exception {
        String msPath = "/ms/crash-" + incoming.hashCode() + ".ms";
        List<ConvertedGroupListener> crashing = new ArrayList<>(listeners);
        AtomicInteger tries = new AtomicInteger();
        crashing.add(group -> {
            tries.incrementAndGet();
            return Uni.createFrom().failure(new IllegalStateException("crash"));
        });
        service("echo ran >> '" + temporary + "/ran'; echo " + msPath, crashing);
        arrive(16);
        dispatcher.tick();
        awaitTrue(() -> tries.get() > 0);
        schedule.stop(new ShutdownEvent());
        assertThat(database.groups()).containsEntry(GROUP, "completed");

        service("echo ran >> '" + temporary + "/ran'; echo " + msPath, listeners);
        dispatcher.tick();
        awaitTold();

        assertThat(Files.readAllLines(temporary.resolve("ran"))).hasSize(1);
        assertThat(database.text("SELECT error FROM ingest_queue")).isNull();
        assertThat(units.read(Database.PRODUCTS, () -> MeasurementSet.count("path", msPath)).await().indefinitely())
                .isEqualTo(1);
        assertThat(units.read(Database.HDF5, () -> IndexedSubbandFile.count("path like ?1", incoming + "/%")).await()
                .indefinitely()).isEqualTo(16);
        assertThat(registered(msPath)).isEqualTo("ms staging " + msPath + " 16");
    }

    /** The products of a path: type, status, path, number of subbands. */
    private String registered(String msPath) {
        return units.read(Database.DATA_REGISTRY, connection -> {
            try (PreparedStatement query = Statements.prepare(connection,
                    "SELECT group_concat(data_type || ' ' || status || ' '"
                            + " || stage_path || ' ' || json_extract(metadata_json, '$.subbands')) FROM data_registry WHERE data_id = ?",
                    msPath); ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }).await().indefinitely();
    }

    @Test
    void aConverterThatFailsLeavesAGroupThatSaysWhyAndIsTriedAgain() throws Exception {
        service("echo no disk >&2; exit 4", listeners);
        arrive(16);
        dispatcher.tick();
        awaitError();

        assertThat(database.text("SELECT error FROM ingest_queue"))
                .isEqualTo("the converter ended with exit status 4: no disk");
        assertThat(database.text("SELECT count(*) FROM performance_metrics")).isEqualTo("0");
    }

    @Test
    void aFailedRegistrationDoesNotFailAConvertedGroupAndIsMadeUpFor() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        service("echo ran >> '" + temporary + "/ran'; echo /ms/a.ms",
                List.of(group -> Uni.createFrom().deferred(() -> tries.incrementAndGet() == 1
                        ? Uni.createFrom().failure(new IllegalStateException("no room"))
                        : Uni.createFrom().voidItem())));
        arrive(16);
        dispatcher.tick();
        awaitTrue(() -> tries.get() == 1 && "no room".equals(database.text("SELECT error FROM queue_outbox")));
        assertThat(database.groups()).containsEntry(GROUP, "completed");

        awaitTrue(() -> {
            dispatcher.tick();
            return "1".equals(
                    database.text("SELECT count(*) FROM queue_outbox WHERE told_at IS NOT NULL AND error IS NULL"));
        });

        assertThat(tries).hasValue(2);
        assertThat(Files.readAllLines(temporary.resolve("ran"))).hasSize(1);
        assertThat(database.text("SELECT error FROM ingest_queue")).isNull();
    }

    @Test
    void anOutcomeThatTheDatabaseDoesNotTakeIsKeptAndFoundByTheNextStart() throws Exception {
        service("until test -e '" + temporary + "/go'; do sleep 0.01; done; echo ran >> '" + temporary
                + "/ran'; echo /ms/a.ms",
                List.of());
        arrive(16);
        dispatcher.tick();
        awaitState("in_progress");
        database.execute("CREATE TRIGGER refuse BEFORE UPDATE OF state ON ingest_queue WHEN NEW.state = 'completed'"
                + " BEGIN SELECT RAISE(ABORT, 'not now'); END");
        try {
            Files.createFile(temporary.resolve("go"));
            awaitTrue(() -> outcomes().size() == 1);
            schedule.stop(new ShutdownEvent());
            assertThat(database.groups()).containsEntry(GROUP, "in_progress");

            service("echo /ms/b.ms", List.of());
            dispatcher.tick();
            assertThat(outcomes()).as("kept, and no reason to do nothing else").hasSize(1);
            schedule.stop(new ShutdownEvent());
        } finally {
            database.execute("DROP TRIGGER refuse");
        }

        service("echo ran >> '" + temporary + "/ran'; echo /ms/b.ms", List.of());
        dispatcher.tick();
        awaitTold();

        assertThat(database.groups()).containsEntry(GROUP, "completed");
        assertThat(database.text("SELECT content FROM queue_outbox")).contains("/ms/a.ms");
        assertThat(Files.readAllLines(temporary.resolve("ran"))).hasSize(1);
        assertThat(outcomes()).isEmpty();
    }

    /** A lease that ran out meanwhile would have it converted again. */
    @Test
    void aConvertedGroupShowsSignsOfLifeUntilTheDatabaseTakesThat() throws Exception {
        database.execute("CREATE TRIGGER refuse BEFORE UPDATE OF state ON ingest_queue WHEN NEW.state = 'completed'"
                + " BEGIN SELECT RAISE(ABORT, 'not now'); END");
        try {
            service("echo /ms/a.ms", List.of(), Map.of("contimg.ingest.lease", "1s"));
            arrive(16);
            dispatcher.tick();
            awaitTrue(() -> outcomes().size() == 1);
            int beats = beats();
            awaitTrue(() -> beats() > beats + 1);
        } finally {
            database.execute("DROP TRIGGER refuse");
        }
        awaitState("completed");
    }

    private int beats() {
        return Integer.parseInt(database.text("SELECT beats FROM queue_claims"));
    }

    private List<Path> outcomes() {
        try (Stream<Path> files = Files.exists(temporary.resolve("outcomes"))
                ? Files.list(temporary.resolve("outcomes"))
                : Stream.of()) {
            return files.filter(file -> file.toString().endsWith(".outcome")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aConverterWhoseGroupOthersEndIsEnded() throws Exception {
        service("echo $$ > '" + temporary + "/pid'; sleep 100", List.of(), Map.of("contimg.ingest.lease", "1s"));
        arrive(16);
        dispatcher.tick();
        awaitTrue(() -> Files.exists(temporary.resolve("pid")));

        database.state(GROUP, GroupState.FAILED);

        awaitTrue(() -> metrics.counter("dsa110_conversion", "outcome", "lost").count() == 1);
        assertThat(database.groups()).containsEntry(GROUP, "failed");
        assertThat(database.text("SELECT count(*) FROM queue_claims")).isEqualTo("0");
    }

    @Test
    void aGroupWhoseFileIsGoneFailsWithoutAConversion() throws Exception {
        service("touch '" + temporary + "/ran'; echo /ms/a.ms", listeners);
        arrive(16);
        Files.delete(incoming.resolve(GROUP + "_sb07.hdf5"));
        dispatcher.tick();
        awaitError();

        assertThat(database.text("SELECT error FROM ingest_queue")).contains("_sb07.hdf5 cannot be read");
        assertThat(temporary.resolve("ran")).doesNotExist();
    }

    @Test
    void aGroupWithAnImpossiblePathFailsAndTheNextIsConverted() throws Exception {
        service("echo /ms/a.ms", listeners);
        arrive(16);
        String bad = "2026-02-11T12:00:00";
        database.insert(bad, GroupState.PENDING);
        database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + bad
                + "', 0, '/a' || char(0) || '/" + bad
                + "_sb00.hdf5')");
        dispatcher.tick();
        awaitState("completed");

        assertThat(database.groups()).containsEntry(bad, "failed");
        assertThat(database.text("SELECT error FROM ingest_queue WHERE group_id = '" + bad + "'"))
                .contains("is no possible path");
    }

    @Test
    void aGroupWhoseStateSomebodyChangedIsLeftAlone() throws Exception {
        service("until test -e '" + temporary + "/go'; do sleep 0.01; done; echo /ms/a.ms", List.of());
        arrive(16);
        dispatcher.tick();
        awaitState("in_progress");
        database.execute("UPDATE ingest_queue SET state = 'failed', error = 'operator'");
        Files.createFile(temporary.resolve("go"));
        awaitTrue(() -> metrics.counter("dsa110_conversion", "outcome", "lost").count() == 1);

        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "failed"));
        assertThat(database.text("SELECT error FROM ingest_queue")).isEqualTo("operator");
        assertThat(database.text("SELECT count(*) FROM performance_metrics")).isEqualTo("0");
        assertThat(database.text("SELECT count(*) FROM queue_outbox")).isEqualTo("0");
    }

    @Test
    void anOrderlyShutdownEndsConvertersAndGivesTheirGroupsBack() throws Exception {
        Path running = temporary.resolve("running");
        service("trap '' TERM; (sleep 300; echo) & echo $! > '" + temporary + "/new'; mv '" + temporary + "/new' '"
                + running + "'; wait; wait", listeners);
        arrive(16);
        dispatcher.tick();
        awaitTrue(() -> Files.exists(running));
        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "in_progress"));

        long started = System.nanoTime();
        schedule.stop(new ShutdownEvent());

        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(5));
        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "pending"));
        awaitTrue(() -> ProcessHandle.of(number(running)).filter(ProcessHandle::isAlive).isEmpty());
        dispatcher.tick();
        scanner.scan();
        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "pending"));
    }

    @Test
    void withoutACommandGroupsStayPending() throws Exception {
        service(null, listeners);
        arrive(16);
        dispatcher.tick();

        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "pending"));
        assertThat(metrics.get("contimg_ingest_queue_pending_count").gauge().value()).isEqualTo(1);
    }

    @Test
    void aLastFileThatAnotherProgramRecordsMakesTheGroupPending() throws Exception {
        service(null, listeners);
        arrive(15);
        database.execute(
                "INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + GROUP + "', 15, '/elsewhere/"
                        + GROUP + "_sb15.hdf5')");

        dispatcher.tick();

        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "pending"));
        assertThat(metrics.get("contimg_ingest_queue_pending_count").gauge().value()).isEqualTo(1);
    }

    @Test
    void theStandInRefusesAGroupThatIsNotWhole() throws Exception {
        service(STAND_IN, listeners);
        arrive(15);
        database.state(GROUP, GroupState.PENDING);
        dispatcher.tick();
        awaitError();

        assertThat(database.text("SELECT error FROM ingest_queue"))
                .endsWith("got 15 subband files of group " + GROUP + ", not 16");
    }

    @Test
    void aWeekOfRealFilesIsConvertedEachGroupOnce() throws Exception {
        service("echo \"$CONTIMG_GROUP_ID\" >> '" + temporary + "/ran'; echo \"/ms/$CONTIMG_GROUP_ID.ms\"", listeners);
        Path content = TinyUvh5.write(temporary.resolve("content"), Map.of("time_array", TinyUvh5.TIMES));
        List<String> files = new ArrayList<>(RealArrivals.names());
        Collections.shuffle(files, new Random(5));
        long started = System.nanoTime();
        for (String file : files) {
            Files.createLink(incoming.resolve(file), content);
        }
        long written = System.nanoTime();
        scanner.scan();
        scanner.scan();
        long recorded = System.nanoTime();
        scanner.scan();
        long scanned = System.nanoTime();
        dispatcher.tick();
        awaitTrue(() -> {
            Map<String, Long> counts = dispatchers.countByState();
            return !counts.containsKey("pending") && !counts.containsKey("in_progress");
        });
        long drained = System.nanoTime();
        System.out.printf(
                "%d files: written in %.1f s, found and recorded in %.1f s, scanned again in %.3f s; drained in %.1f s%n",
                files.size(), (written - started) / 1e9, (recorded - written) / 1e9, (scanned - recorded) / 1e9,
                (drained - scanned) / 1e9);

        assertThat(Files.readAllLines(temporary.resolve("ran"))).hasSize(1_162).doesNotHaveDuplicates();
        assertThat(dispatchers.countByState()).containsOnly(Map.entry("completed", 1_162L),
                Map.entry("collecting", 23L));
        assertThat(database.text("SELECT count(*) FROM performance_metrics")).isEqualTo("1162");
    }

    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The service's parts with a configuration of their own, as CDI puts them together. */
    private void service(String command, List<ConvertedGroupListener> registering) {
        service(command, registering, Map.of());
    }

    private void service(String command, List<ConvertedGroupListener> registering, Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(Map.of("contimg.ingest.incoming-dir", incoming.toString(),
                "contimg.ingest.retry.attempts", "1", "contimg.ingest.outcome-dir",
                temporary.resolve("outcomes").toString()));
        keys.putAll(more);
        if (command != null) {
            keys.put("contimg.ingest.converter.command", command);
        }
        IngestConfig config = Configs.with(keys);
        scanner = scanners.with(config, metrics);
        dispatcher = dispatchers.with(config, metrics, registering);
        schedule = new IngestSchedule(scanner, new ScanWatch(scanner, config), dispatcher, incomplete, config,
                units, metrics);
    }

    @Test
    void aGroupWithoutAReadableHeaderIsRegisteredByWhatIsKnownOfIt() throws Exception {
        SubbandFileName name = SubbandFileName.parse(GROUP + "_sb00.hdf5").orElseThrow();
        ConvertedFile file = new ConvertedFile(Path.of("/not/readable/" + name.format()), name, 5L, 6.0, null);
        ConvertedGroup group = new ConvertedGroup(GROUP, "/ms/not-readable.ms", 1, 2, List.of(file));

        for (ConvertedGroupListener listener : listeners) {
            listener.onConverted(group).await().indefinitely();
        }

        MeasurementSet ms = units
                .read(Database.PRODUCTS, () -> MeasurementSet.<MeasurementSet>findById("/ms/not-readable.ms"))
                .await().indefinitely();
        assertThat(ms.stage).isEqualTo("converted");
        assertThat(new Double[]{ms.startMjd, ms.endMjd, ms.midMjd, ms.raDeg, ms.decDeg}).containsOnlyNulls();
        IndexedSubbandFile indexed = units
                .read(Database.HDF5, () -> IndexedSubbandFile.<IndexedSubbandFile>findById(file.path().toString()))
                .await().indefinitely();
        assertThat(indexed.timestampMjd).isEqualTo(name.timestampMjd());
        assertThat(indexed.fileSizeBytes).isEqualTo(5);
        assertThat(indexed.raDeg).isNull();
    }

    @Test
    void aHeaderThatCannotBeReadLeavesTheTimesOfTheOthers() {
        SubbandFileName name = SubbandFileName.parse(GROUP + "_sb00.hdf5").orElseThrow();
        ConvertedGroup group = new ConvertedGroup(GROUP, "/ms/half.ms", 1, 2,
                List.of(new ConvertedFile(Path.of("/a"), name, 5L, 6.0, null),
                        new ConvertedFile(Path.of("/b"), name, 5L, 6.0,
                                new Uvh5Header(1, 3, 2, 4.0, 5.0))));

        assertThat(new Double[]{group.startMjd(), group.endMjd(), group.midMjd(), group.raDeg(), group.decDeg()})
                .containsExactly(1.0, 3.0, 2.0, 4.0, 5.0);
    }

    private void arrive(int files) {
        for (int subband = 0; subband < files; subband++) {
            double shift = subband / 1024.0;
            TinyUvh5.write(incoming.resolve(GROUP + "_sb" + (subband < 10 ? "0" : "") + subband + ".hdf5"),
                    Map.of("time_array", new double[]{TinyUvh5.TIMES[0], TinyUvh5.TIMES[1] + shift},
                            "phase_center_ra", Math.PI, "phase_center_dec", 0.5));
        }
        scanner.scan();
        scanner.scan();
    }

    /** Of a group that is completed the other databases have heard by then. */
    private void awaitState(String state) {
        awaitTrue(() -> database.groups().get(GROUP).equals(state));
        if (state.equals("completed")) {
            awaitTold();
        }
    }

    /** Of an attempt that is not the last. */
    private void awaitError() {
        awaitTrue(() -> database.text("SELECT error FROM ingest_queue") != null);
        assertThat(database.groups()).containsEntry(GROUP, "pending");
        assertThat(database.groups("retry_count")).containsEntry(GROUP, "1");
    }

    private void awaitTold() {
        awaitTrue(() -> "0".equals(database.text("SELECT count(*) FROM queue_outbox WHERE told_at IS NULL")));
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(280);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}

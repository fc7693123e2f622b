package org.dsa110.contimg.ingest.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import jakarta.enterprise.context.Dependent;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ShutdownEvent;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.Configs;
import org.dsa110.contimg.ingest.ConvertedGroupListener;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.conversion.ConversionDispatcher;
import org.dsa110.contimg.ingest.internal.conversion.Dispatchers;
import org.dsa110.contimg.ingest.internal.grouping.ArrivalScanner;
import org.dsa110.contimg.ingest.internal.grouping.Scanners;
import org.dsa110.contimg.ingest.internal.incomplete.IncompleteGroups;
import org.dsa110.contimg.ingest.internal.uvh5.TinyUvh5;

/** What a service has of ingest, with a configuration of its own, as CDI puts it together; and what tests ask of it. */
@Dependent
@Unremovable
class IngestParts {
    static final String GROUP = "2026-02-11T15:58:07";
    private static final long POLL_NANOS = 5_000_000;

    private final UnitExecutor units;
    private final Scanners scanners;
    private final Dispatchers dispatchers;
    private final IngestDatabase database;
    private final IncompleteGroups incomplete;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Path temporary;
    private Path incoming;
    private ArrivalScanner scanner;
    private ConversionDispatcher dispatcher;
    private IngestSchedule schedule;

    IngestParts(UnitExecutor units, Scanners scanners, Dispatchers dispatchers, IngestDatabase database,
            IncompleteGroups incomplete) {
        this.units = units;
        this.scanners = scanners;
        this.dispatchers = dispatchers;
        this.database = database;
        this.incomplete = incomplete;
    }

    /** With an empty queue, and an empty folder for what comes in. */
    void begin(Path folder) throws IOException {
        database.clear();
        temporary = folder;
        incoming = Files.createDirectories(folder.toRealPath().resolve("incoming"));
    }

    /** As a service that stops does; of none that was begun, nothing. */
    void stop() throws InterruptedException {
        if (schedule != null) {
            schedule.stop(new ShutdownEvent());
        }
    }

    Path incoming() {
        return incoming;
    }

    ArrivalScanner scanner() {
        return scanner;
    }

    ConversionDispatcher dispatcher() {
        return dispatcher;
    }

    SimpleMeterRegistry metrics() {
        return metrics;
    }

    /** The service's parts with a configuration of their own, as CDI puts them together. */
    void service(String command, List<ConvertedGroupListener> registering) {
        service(command, registering, Map.of());
    }

    void service(String command, List<ConvertedGroupListener> registering, Map<String, String> more) {
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

    void arrive(int files) {
        for (int subband = 0; subband < files; subband++) {
            double shift = subband / 1024.0;
            TinyUvh5.write(incoming.resolve(GROUP + "_sb" + (subband < 10 ? "0" : "") + subband + ".hdf5"),
                    Map.of("time_array", new double[]{TinyUvh5.TIMES[0], TinyUvh5.TIMES[1] + shift},
                            "phase_center_ra", Math.PI, "phase_center_dec", 0.5));
        }
        scanner.scan();
        scanner.scan();
    }

    List<Path> outcomes() {
        try (Stream<Path> files = Files.exists(temporary.resolve("outcomes"))
                ? Files.list(temporary.resolve("outcomes"))
                : Stream.of()) {
            return files.filter(file -> file.toString().endsWith(".outcome")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The products of a path: type, status, path, number of subbands. */
    String registered(String msPath) {
        return units.read(Database.DATA_REGISTRY, connection -> {
            try (PreparedStatement query = Statements.prepare(connection,
                    "SELECT group_concat(data_type || ' ' || status || ' '"
                            + " || stage_path || ' ' || json_extract(metadata_json, '$.subbands')) FROM data_registry WHERE data_id = ?",
                    msPath); ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }).await().indefinitely();
    }

    /** Of a group that is completed the other databases have heard by then. */
    void awaitState(String state) {
        awaitTrue(() -> database.groups().get(GROUP).equals(state));
        if (state.equals("completed")) {
            awaitTold();
        }
    }

    /** Of an attempt that is not the last. */
    void awaitError() {
        awaitTrue(() -> database.text("SELECT error FROM ingest_queue") != null);
        assertThat(database.groups()).containsEntry(GROUP, "pending");
        assertThat(database.groups("retry_count")).containsEntry(GROUP, "1");
    }

    void awaitTold() {
        awaitTrue(() -> "0".equals(database.text("SELECT count(*) FROM queue_outbox WHERE told_at IS NULL")));
    }

    void awaitTrue(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(280);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}

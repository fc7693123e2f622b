package org.dsa110.contimg.ingest.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.dsa110.contimg.rest.Waiting;

/**
 * The service with its queue, observations that arrive, and a converter that is watched; what goes wrong meanwhile is the test's. Not
 * thread-safe.
 */
final class QueueRun implements AutoCloseable {
    /** Machines on which much else runs take long; what has to happen here takes some seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration BETWEEN_OBSERVATIONS = Duration.ofMillis(1200);

    private final Path state;
    private final Path incoming;
    private final WatchedConverter converter;
    private final ArrivingObservations arrivals;
    private final Map<String, String> environment;
    private final OtherProgram queue;
    private final Random random;
    private ServiceProcess service;

    /**
     * Has observations arrive; the service is still to be started.
     *
     * @param folder an empty one
     * @param others what the service has in its environment besides
     */
    QueueRun(Path folder, long seed, Map<String, String> others) throws IOException {
        state = Files.createDirectory(folder.resolve("state"));
        incoming = Files.createDirectory(folder.resolve("incoming"));
        converter = new WatchedConverter(Files.createDirectory(folder.resolve("conversions")));
        random = new Random(seed);
        arrivals = new ArrivingObservations(incoming, random.nextLong(), BETWEEN_OBSERVATIONS);
        queue = new OtherProgram(file(Database.INGEST).toString());
        environment = new HashMap<>(Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1", "PIPELINE_STATE_DIR",
                state.toString(), "CONTIMG_INGEST_INCOMING_DIR", incoming.toString(), "CONTIMG_INGEST_SCAN_INTERVAL",
                "1s", "CONTIMG_INGEST_WORKERS", "4", "CONTIMG_INGEST_RETRY_FIRST_PAUSE", "200ms",
                "CONTIMG_INGEST_LEASE", PassingFault.LEASE.toSeconds() + "s",
                "CONTIMG_INGEST_RETRY_LONGEST_PAUSE", "1s"));
        environment.putAll(converter.environment());
        environment.putAll(others);
    }

    /** The seed of a run; {@code -Dfaults.seed} repeats an earlier one. */
    static long seed(Class<?> test) {
        long seed = Long.getLong("faults.seed", new Random().nextLong());
        System.out.println(test.getSimpleName() + ": -Dfaults.seed=" + seed);
        return seed;
    }

    /** Decides what the test leaves to chance. */
    Random random() {
        return random;
    }

    WatchedConverter converter() {
        return converter;
    }

    ArrivingObservations arrivals() {
        return arrivals;
    }

    /** The file of ingest, for another program. */
    OtherProgram queue() {
        return queue;
    }

    Path file(Database database) {
        return state.resolve(database.unitName() + ".sqlite3");
    }

    /** The file of a database with its log, in the order in which a shell names them. */
    List<Path> allOf(Database database) {
        return Stream.of("", "-shm", "-wal").map(end -> Path.of(file(database) + end)).toList();
    }

    /** Starts the service and returns at once. */
    ServiceProcess begin() throws IOException {
        service = ServiceProcess.start(state, environment);
        return service;
    }

    /** Starts the service and returns when it answers. */
    ServiceProcess start() throws IOException {
        begin().address();
        return service;
    }

    /** A metric of the service: the sum of its series. */
    double metric(String name) throws IOException {
        try (InputStream answer = URI.create(service.address() + "/q/metrics").toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> line.matches(name + "[ {].*"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
        }
    }

    void await(String what, Callable<Boolean> happened) throws Exception {
        Waiting.until(() -> what + "; the service said:\n" + (service == null ? "nothing" : service.output()),
                PATIENCE, happened);
    }

    /** Has no more files arrive, and waits until all whole observations are completed and registered; then ends the service. */
    void settle() throws Exception {
        arrivals.end();
        int whole = arrivals.whole().size();
        assertThat(whole).isGreaterThanOrEqualTo(4);
        // On a slow machine much is left: it is waited for as long as it becomes less.
        for (long done = completed(); done < whole; done = completed()) {
            long before = done;
            await(before + " and more of " + whole + " observations are completed", () -> completed() > before);
        }
        await(whole + " observations are completed and registered", () -> completed() >= whole
                && queue.number("SELECT count(*) FROM queue_outbox WHERE told_at IS NULL") == 0);
        assertThat(service.stop()).as(service.output()).isEqualTo(143);
    }

    long completed() throws Exception {
        return queue.number("SELECT count(*) FROM ingest_queue WHERE state = 'completed'");
    }

    /** How many of these groups are completed. */
    long completedOf(Set<String> groups) throws Exception {
        return queue.number("SELECT count(*) FROM ingest_queue WHERE state = 'completed' AND group_id IN ('"
                + String.join("', '", groups) + "')");
    }

    /** How often the worker of a group has shown that it lives. */
    long signsOfLife(String groupId) throws Exception {
        return queue.number("SELECT coalesce(max(beats), 0) FROM queue_claims WHERE group_id = '" + groupId + "'");
    }

    /** What the service has said since its start. */
    String output() {
        return service.output();
    }

    /** Where no service was killed: what an hour of conversion has come to is not thrown away. */
    void assertConvertedOnce() throws IOException {
        assertThat(converter.converted()).doesNotHaveDuplicates();
        assertThat(converter.begun()).hasSize(converter.converted().size() + converter.failed().size());
    }

    /** When the service has ended. */
    void assertAllAgree() throws Exception {
        converter.assertNeverTwoAtOneGroup();
        Collection<Set<String>> whole = arrivals.whole();
        new Agreement(this::file, converter::measurementSet).assertOn(whole);
        assertThat(converter.converted()).hasSizeGreaterThanOrEqualTo(whole.size());
        try (Stream<Path> kept = Files.walk(state)) {
            assertThat(kept.filter(file -> file.toString().endsWith(".outcome"))).as("what is not stored").isEmpty();
        }
        assertThat(converter.failed()).as("those that fail at first are among them").isNotEmpty();
    }

    @Override
    public void close() {
        arrivals.close();
        if (service != null) {
            service.close();
        }
    }
}

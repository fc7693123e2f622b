package org.dsa110.contimg.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

import org.dsa110.contimg.files.Folder;
import org.dsa110.contimg.observation.SubbandFileName;

/**
 * Writes subband files into a folder as the correlator does: see {@link ObservingPlan} for their names,
 * {@link ArrivalOrder} for their order and {@link FileDrop} for the ways they appear. Needs nothing of Quarkus.
 * <p>
 * An interrupt ends it after the observation that is being written, which takes milliseconds since nothing waits any
 * more; no file is left incomplete. Not safe for use by several threads; call each instance once.
 */
public final class SimulatedTelescope {
    private static final Duration LONGEST_PAUSE_BETWEEN_FILES = Duration.ofMillis(250);
    /** Sixteen files and the rest of the growing ones are written within the interval. */
    private static final int PAUSES_PER_INTERVAL = 32;
    private static final long SECONDS_BETWEEN_OBSERVATIONS = 310;

    private final Path folder;
    private final Duration interval;
    private final Consumer<String> log;
    private final Random planning;
    private final Random arriving;
    private final Uvh5Writer writer;
    private boolean stopping;

    /**
     * @param folder where the files appear; created if missing
     * @param seed decides everything that varies: the same seed and start give the same files, byte for byte
     * @param interval wall-clock time from one observation to the next; zero to write without waiting
     * @param log gets a line for each observation
     */
    public SimulatedTelescope(Path folder, long seed, Duration interval, Consumer<String> log) {
        this.folder = folder;
        this.interval = interval;
        this.log = log;
        Random seeds = new Random(seed);
        this.planning = new Random(seeds.nextLong());
        this.arriving = new Random(seeds.nextLong());
        this.writer = new Uvh5Writer(seeds.nextLong());
    }

    /**
     * When a next observation would begin: 310 s after the newest subband file in the folder, or now if there is none.
     *
     * @param now UTC
     * @return UTC, whole seconds
     * @throws IOException when the folder is there but cannot be listed
     */
    public static LocalDateTime nextStart(Path folder, LocalDateTime now) throws IOException {
        LocalDateTime second = now.truncatedTo(ChronoUnit.SECONDS);
        if (!Files.isDirectory(folder)) {
            return second;
        }
        try (DirectoryStream<Path> files = Folder.open(folder)) {
            return StreamSupport.stream(files.spliterator(), false)
                    .map(file -> SubbandFileName.parse(file.getFileName().toString()))
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder())
                    .map(newest -> newest.timestamp().plusSeconds(SECONDS_BETWEEN_OBSERVATIONS))
                    .orElse(second);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /**
     * Makes so many observations.
     *
     * @param start the first observation's earliest timestamp, UTC, whole seconds
     * @param observations {@link Long#MAX_VALUE} for no end, which needs an interval, or it fills the disk
     * @throws IOException when a file cannot be written, or one of that name is there
     * @throws InterruptedException when the thread was interrupted; what was begun is then complete
     */
    public void observe(LocalDateTime start, long observations) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        ObservingPlan plan = new ObservingPlan(start, planning);
        ArrivalOrder order = new ArrivalOrder(arriving);
        try (FileDrop drop = new FileDrop(folder, writer)) {
            for (long i = 1; !stopping && i <= observations; i++) {
                long began = System.nanoTime();
                SimulatedObservation observation = plan.next();
                List<Arrival> arrivals = order.next(observation);
                log.accept(line(observation, arrivals));
                arrive(drop, arrivals);
                if (i < observations) {
                    pause(interval.minusNanos(System.nanoTime() - began));
                }
            }
            arrive(drop, order.rest());
        }
        if (stopping) {
            throw new InterruptedException("The simulated telescope was stopped.");
        }
    }

    /**
     * Writes the files of a recording in random order, without waiting.
     *
     * @throws IOException when a file cannot be written, or one of that name is there
     * @throws InterruptedException when the thread was interrupted; the files written so far are complete
     */
    void replay(RecordedTimestamps recorded) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<SimulatedObservation> observations = recorded.observations(planning);
        List<Arrival> arrivals = new ArrayList<>();
        for (SimulatedObservation observation : observations) {
            Pointing pointing = observation.pointing();
            observation.files().forEach(name -> arrivals.add(new Arrival(name, pointing, false)));
        }
        Collections.shuffle(arrivals, arriving);
        log.accept("Writing " + arrivals.size() + " files, observations: " + observations.size());
        try (FileDrop drop = new FileDrop(folder, writer)) {
            for (Arrival arrival : arrivals) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("The replay was stopped.");
                }
                arrive(drop, arrival);
            }
            growUp(drop);
        }
    }

    private void arrive(FileDrop drop, List<Arrival> arrivals) throws IOException {
        for (Arrival arrival : arrivals) {
            arrive(drop, arrival);
            pauseBetweenFiles();
        }
        growUp(drop);
    }

    private void arrive(FileDrop drop, Arrival arrival) throws IOException {
        if (arriving.nextBoolean()) {
            drop.rename(arrival);
        } else {
            drop.begin(arrival);
        }
        drop.grow();
    }

    private void growUp(FileDrop drop) throws IOException {
        while (drop.isGrowing()) {
            drop.grow();
            pauseBetweenFiles();
        }
    }

    private void pauseBetweenFiles() {
        Duration share = interval.dividedBy(PAUSES_PER_INTERVAL);
        pause(share.compareTo(LONGEST_PAUSE_BETWEEN_FILES) < 0 ? share : LONGEST_PAUSE_BETWEEN_FILES);
    }

    private void pause(Duration time) {
        if (stopping) {
            return;
        }
        try {
            // Also without waiting, so that an interrupt is noticed.
            Thread.sleep(Math.max(0, time.toMillis()));
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private static String line(SimulatedObservation observation, List<Arrival> arrivals) {
        long seconds = observation.seconds();
        long late = arrivals.stream().filter(Arrival::late).count();
        return "Observation " + SubbandFileName.timestampIso(observation.start()) + ": " + observation.files().size()
                + " files of " + seconds
                + (seconds == 1 ? " second" : " different seconds")
                + (late == 0 ? "" : ", and " + late + " late of the one before");
    }
}

package org.dsa110.contimg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.WriteAccess;
import org.dsa110.contimg.observation.SubbandFileName;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code simulate}. Runs without Quarkus. Exit status: 0, 1 when writing failed, 2 for bad options. */
@Command(name = "simulate", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Writes small subband files into a folder, as the correlator does.",
        exitCodeOnExecutionException = 1)
public final class SimulateCommand implements Callable<Integer> {
    private static final String FOLDER_VARIABLE = "CONTIMG_INGEST_INCOMING_DIR";
    private static final int INTERRUPTED = 130;
    /** Held in a field, since a logger that nothing refers to is collected, and its level with it. */
    private static final Logger JHDF_LOG = Logger.getLogger("io.jhdf");

    @Option(names = "--observations", paramLabel = "N", description = "How many observations; 1 if not given.")
    Long observations;

    @Option(names = "--forever", description = "Observe until stopped; needs --interval.")
    boolean forever;

    @Option(names = "--interval", paramLabel = "TIME", converter = DurationConverter.class,
            description = "Time between observations, such as 20s, 5m or PT5M9S; without it nothing waits.")
    Duration interval;

    @Option(names = "--target", paramLabel = "DIR", description = "Where the files go, created if missing; $"
            + FOLDER_VARIABLE + " if not given.")
    Path target;

    @Option(names = "--seed", paramLabel = "LONG",
            description = "The same seed and start give the same files; random and printed if not given.")
    Long seed;

    @Option(names = "--start", paramLabel = "TIMESTAMP",
            description = "When the first observation begins, UTC, such as 2026-02-11T15:58:07; if not given,"
                    + " 310 s after the newest file in the folder, or now.")
    String start;

    @Option(names = "--timestamps", paramLabel = "FILE",
            description = "Instead of observing, write the files of a recording in random order: CSV lines"
                    + " timestamp,subband_files.")
    Path timestamps;

    @Spec
    CommandSpec spec;

    private final Clock clock;
    private final UnaryOperator<String> environment;

    /** As the program uses it. */
    public SimulateCommand() {
        this(Clock.systemUTC(), System::getenv);
    }

    /** @param environment gives the value of a variable, null when it is not set */
    SimulateCommand(Clock clock, UnaryOperator<String> environment) {
        this.clock = clock;
        this.environment = environment;
    }

    /**
     * @throws ParameterException with a sentence, for options that make no sense
     * @throws IOException when a file cannot be written
     */
    @Override
    public Integer call() throws IOException {
        // At every file jHDF warns that its writer is new.
        JHDF_LOG.setLevel(Level.ERROR);
        Path folder = folder();
        String obstacle = WriteAccess.obstacleToFilesIn(folder);
        if (obstacle != null) {
            throw new IOException(obstacle);
        }
        Optional<RecordedTimestamps> recording = recording();
        LocalDateTime first = recording.isPresent() ? null : start(folder);
        long chosenSeed = seed == null ? new SecureRandom().nextLong() : seed;
        SimulatedTelescope telescope = new SimulatedTelescope(folder, chosenSeed,
                interval == null ? Duration.ZERO : interval, this::print);
        print("Simulating into " + folder + " with --seed " + chosenSeed
                + (first == null ? "" : " --start " + SubbandFileName.timestampIso(first)));
        return untilStopped(() -> {
            if (recording.isPresent()) {
                telescope.replay(recording.get());
            } else {
                telescope.observe(first, forever ? Long.MAX_VALUE : observations == null ? 1 : observations);
            }
            print("Done.");
        });
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Ctrl-C interrupts the work and waits until it has left no file incomplete. */
    private int untilStopped(Work work) throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        Thread stopper = new Thread(() -> {
            worker.interrupt();
            try {
                ended.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException giveUp) {
                Thread.currentThread().interrupt();
            }
        }, "simulate-stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            work.run();
            return 0;
        } catch (InterruptedException stopped) {
            print("Stopped; all files written are complete.");
            return INTERRUPTED;
        } finally {
            ended.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(stopper);
            } catch (IllegalStateException shuttingDown) {
                // The program ends already, and its hook has interrupted the work.
            }
        }
    }

    private Path folder() {
        String variable = environment.apply(FOLDER_VARIABLE);
        if (target == null && (variable == null || variable.isBlank())) {
            throw bad("Say where the files go: --target DIR, or set " + FOLDER_VARIABLE + ".");
        }
        Path folder = target == null ? Path.of(variable) : target;
        if (folder.toString().isEmpty()) {
            throw bad("--target is empty.");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw bad("--target " + folder + " is not a folder.");
        }
        return folder;
    }

    private Optional<RecordedTimestamps> recording() {
        if (observations != null && forever) {
            throw bad("--observations and --forever exclude each other.");
        }
        if (observations != null && observations < 1) {
            throw bad("--observations is " + observations + ", but must be at least 1.");
        }
        if (timestamps != null && (observations != null || forever || interval != null || start != null)) {
            throw bad("--timestamps goes only with --target and --seed.");
        }
        if (forever && (interval == null || interval.isZero())) {
            throw bad("--forever needs an --interval, or it would fill the disk.");
        }
        if (timestamps == null) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(timestamps)) {
            throw bad("--timestamps " + timestamps + " is not a file.");
        }
        RecordedTimestamps recorded;
        try {
            recorded = RecordedTimestamps.read(timestamps);
        } catch (IOException e) {
            throw bad("--timestamps: " + FileFailure.sentence(e) + ".");
        }
        if (recorded.isEmpty()) {
            throw bad("--timestamps " + timestamps + " has no files to write.");
        }
        return Optional.of(recorded);
    }

    private LocalDateTime start(Path folder) throws IOException {
        if (start == null) {
            return SimulatedTelescope.nextStart(folder, LocalDateTime.now(clock));
        }
        return SubbandFileName.parseTimestamp(start.endsWith("Z") ? start.substring(0, start.length() - 1) : start)
                .orElseThrow(() -> bad("--start " + start + " is not a time such as 2026-02-11T15:58:07."));
    }

    private ParameterException bad(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}

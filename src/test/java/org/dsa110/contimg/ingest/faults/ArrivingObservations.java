package org.dsa110.contimg.ingest.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.observation.SubbandFileName;

/**
 * Files that arrive as the simulated telescope writes them, half of them growing, some late, with what real ones bring besides: duplicates,
 * and observations of which one file is cut. They come until {@link #end}. The same seed gives the same files; how many there are is a
 * matter of time.
 */
final class ArrivingObservations implements AutoCloseable {
    private static final LocalDateTime FIRST = LocalDateTime.of(2026, 2, 11, 0, 0);
    /** Where the observations with a cut file begin, so that they stay apart from all others. */
    private static final LocalDateTime FIRST_CUT = LocalDateTime.of(2027, 2, 11, 0, 0);
    /** More than any observation has between its first and its last file, and less than there is between two. */
    private static final Duration APART = Duration.ofSeconds(100);
    private static final Pattern BEGIN = Pattern.compile("^Observation (\\S+): ");
    private static final long POLL_NANOS = 20_000_000;
    private static final int EACH_THAT_BRINGS_A_DUPLICATE = 3;
    private static final int EACH_THAT_BRINGS_A_CUT_FILE = 4;

    private final Path incoming;
    private final Random random;
    private final ServiceProcess telescope;
    private final Thread trouble = new Thread(this::makeTrouble, "trouble with files");
    private final List<Path> cut = new ArrayList<>();
    private volatile boolean ending;
    private volatile Exception failure;

    /** @param interval from one observation to the next */
    ArrivingObservations(Path incoming, long seed, Duration interval) throws IOException {
        this.incoming = incoming;
        this.random = new Random(seed);
        telescope = ServiceProcess.start(incoming, Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1"), "simulate",
                "--forever", "--interval", interval.toString(), "--seed", Long.toString(seed), "--start",
                SubbandFileName.timestampIso(FIRST), "--target", incoming.toString());
        trouble.start();
    }

    /** How many have begun to arrive. */
    int begun() {
        return (int) begins().count();
    }

    private Stream<LocalDateTime> begins() {
        return telescope.output().lines().map(BEGIN::matcher).filter(Matcher::find)
                .map(line -> SubbandFileName.parseTimestamp(line.group(1)).orElseThrow());
    }

    /**
     * Lets no other observation begin, and returns when the last is whole. Of the cut files each second one is then whole at last; the others
     * stay as they are.
     */
    void end() throws Exception {
        ending = true;
        trouble.join();
        telescope.stop();
        assertThat(telescope.output()).contains("all files written are complete");
        if (failure != null) {
            throw failure;
        }
        for (int i = 0; i < cut.size(); i += 2) {
            Files.copy(another(cut.get(i)), cut.get(i), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The names of the whole files of each observation that lacks no subband; to be asked after {@link #end}. */
    List<Set<String>> whole() throws IOException {
        Set<String> notWhole = new HashSet<>();
        for (int i = 1; i < cut.size(); i += 2) {
            notWhole.add(cut.get(i).getFileName().toString());
        }
        TreeMap<LocalDateTime, Set<SubbandFileName>> observations = new TreeMap<>();
        for (SubbandFileName file : files().filter(name -> !notWhole.contains(name.format())).sorted().toList()) {
            LocalDateTime last = observations.isEmpty() ? LocalDateTime.MIN : observations.lastKey();
            boolean same = last.isAfter(file.timestamp().minus(APART));
            observations.computeIfAbsent(same ? last : file.timestamp(), first -> new HashSet<>()).add(file);
        }
        return observations.values().stream()
                .filter(files -> files.stream().map(SubbandFileName::subband).distinct()
                        .count() == SubbandFileName.SUBBANDS)
                .map(files -> Set.copyOf(files.stream().map(SubbandFileName::format).toList())).toList();
    }

    @Override
    public void close() {
        ending = true;
        telescope.close();
    }

    /** The telescope tells of each observation before its first file. */
    private void makeTrouble() {
        try {
            for (int seen = 0; !ending; LockSupport.parkNanos(POLL_NANOS)) {
                for (LocalDateTime begin : begins().skip(seen).toList()) {
                    seen++;
                    if (seen % EACH_THAT_BRINGS_A_DUPLICATE == 2) {
                        duplicate(begin);
                    }
                    if (seen % EACH_THAT_BRINGS_A_CUT_FILE == 2) {
                        observationWithACutFile(begin);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    /** A file of an observation before this once more, a second or two later by its name. */
    private void duplicate(LocalDateTime begin) throws IOException {
        List<SubbandFileName> there = files().filter(name -> name.timestamp().isBefore(begin)).sorted().toList();
        SubbandFileName one = there.get(random.nextInt(there.size()));
        SubbandFileName again = new SubbandFileName(one.timestamp().plusSeconds(1 + random.nextInt(2)), one.subband());
        try {
            Files.copy(incoming.resolve(one.format()), incoming.resolve(again.format()));
        } catch (FileAlreadyExistsException twice) {
            // That file has a duplicate.
        }
    }

    private void observationWithACutFile(LocalDateTime begin) throws IOException {
        LocalDateTime start = FIRST_CUT.plusSeconds(310L * cut.size());
        int withoutItsEnd = random.nextInt(SubbandFileName.SUBBANDS);
        // The largest: one that came late may still grow.
        Path whole = files().filter(name -> name.timestamp().isBefore(begin))
                .map(name -> incoming.resolve(name.format())).max(Comparator.comparing(file -> file.toFile().length()))
                .orElseThrow();
        for (int subband = 0; subband < SubbandFileName.SUBBANDS; subband++) {
            Path file = incoming.resolve(new SubbandFileName(start, subband).format());
            byte[] content = Files.readAllBytes(whole);
            if (subband == withoutItsEnd) {
                content = Arrays.copyOf(content, random.nextInt(content.length));
                cut.add(file);
            }
            Files.write(file, content);
        }
    }

    /** A whole file of the same observation. */
    private Path another(Path file) throws IOException {
        SubbandFileName name = SubbandFileName.parse(file.getFileName().toString()).orElseThrow();
        return incoming.resolve(files().filter(other -> other.timestamp().equals(name.timestamp())
                && other.subband() != name.subband()).findFirst().orElseThrow().format());
    }

    private Stream<SubbandFileName> files() throws IOException {
        try (Stream<Path> all = Files.list(incoming)) {
            return all.map(file -> SubbandFileName.parse(file.getFileName().toString())).flatMap(Optional::stream)
                    .toList().stream();
        }
    }
}

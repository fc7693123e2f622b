package org.dsa110.contimg.cli;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.dsa110.contimg.observation.SubbandFileName;

/**
 * The files of one observation, as the correlator names them: each subband at most once, their seconds not all the
 * same. Immutable.
 *
 * @param files at least one, in no particular order
 */
record SimulatedObservation(List<SubbandFileName> files) {

    SimulatedObservation {
        files = List.copyOf(files);
    }

    /**
     * One with a file of each of these times, UTC; the random numbers decide which subband gets which.
     *
     * @param times at most 16
     */
    static SimulatedObservation of(List<LocalDateTime> times, Random random) {
        List<Integer> subbands = new ArrayList<>(IntStream.range(0, times.size()).boxed().toList());
        Collections.shuffle(subbands, random);
        return new SimulatedObservation(IntStream.range(0, times.size())
                .mapToObj(i -> new SubbandFileName(times.get(i), subbands.get(i))).toList());
    }

    /** The earliest timestamp of its files, UTC. */
    LocalDateTime start() {
        return files.stream().map(SubbandFileName::timestamp).min(Comparator.naturalOrder()).orElseThrow();
    }

    /** How many different seconds its files carry. */
    long seconds() {
        return files.stream().map(SubbandFileName::timestamp).distinct().count();
    }

    /** Where the telescope looked in the middle of it. */
    Pointing pointing() {
        return Pointing.at(start().plusNanos(Uvh5Writer.OBSERVATION.toNanos() / 2));
    }
}

package org.dsa110.contimg.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The order in which files arrive: those of an observation shuffled, and in one observation of eight one to three
 * files late, after files of the next one. Not safe for use by several threads.
 */
final class ArrivalOrder {
    private static final int ONE_OF_THESE_HAS_LATE_FILES = 8;
    private static final int MOST_LATE_FILES = 3;

    private final Random random;
    private List<Arrival> late = List.of();

    ArrivalOrder(Random random) {
        this.random = random;
    }

    /** What arrives while this observation does: its own files without its late ones, and the late ones before it. */
    List<Arrival> next(SimulatedObservation observation) {
        Pointing pointing = observation.pointing();
        List<Arrival> own = new ArrayList<>(
                observation.files().stream().map(name -> new Arrival(name, pointing, false)).toList());
        Collections.shuffle(own, random);
        int lateCount = random.nextInt(ONE_OF_THESE_HAS_LATE_FILES) == 0 ? 1 + random.nextInt(MOST_LATE_FILES) : 0;
        List<Arrival> held = new ArrayList<>();
        for (int i = 0; i < lateCount && own.size() > 1; i++) {
            Arrival last = own.remove(own.size() - 1);
            held.add(new Arrival(last.name(), last.pointing(), true));
        }
        for (Arrival before : late) {
            own.add(1 + random.nextInt(own.size()), before);
        }
        late = held;
        return own;
    }

    /** The late files of the last observation, when no other follows. */
    List<Arrival> rest() {
        List<Arrival> rest = late;
        late = List.of();
        return rest;
    }
}

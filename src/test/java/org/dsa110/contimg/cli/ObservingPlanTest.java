package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.dsa110.contimg.observation.SubbandFileName;
import org.junit.jupiter.api.Test;

/** 2,000 planned observations against the figures of 2,240 real ones. */
class ObservingPlanTest {
    private static final LocalDateTime START = LocalDateTime.of(2026, 2, 11, 15, 58, 7);
    private static final int COUNT = 2000;
    /** Standard deviations: chance alone goes that far once in two million runs. */
    private static final int FAR = 5;

    private final long seed = new Random().nextLong();
    private final List<SimulatedObservation> observations = plan(seed);

    private static List<SimulatedObservation> plan(long seed) {
        ObservingPlan plan = new ObservingPlan(START, new Random(seed));
        return Stream.generate(plan::next).limit(COUNT).toList();
    }

    @Test
    void eachObservationHasEverySubbandOnce() {
        assertThat(observations).as("seed %d", seed).allSatisfy(
                observation -> assertThat(observation.files()).extracting(SubbandFileName::subband)
                        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 16).boxed().toList()));
    }

    @Test
    void theSecondsSpreadAsTheRealOnesDo() {
        assertThat(shareOfSeconds(n -> n == 1)).as("seed %d", seed).isCloseTo(0.02, tolerance(0.02));
        assertThat(shareOfSeconds(n -> n == 2)).as("seed %d", seed).isCloseTo(0.84, tolerance(0.84));
        assertThat(shareOfSeconds(n -> n == 3)).as("seed %d", seed).isCloseTo(0.05, tolerance(0.05));
        assertThat(shareOfSeconds(n -> n >= 6 && n <= 16)).as("seed %d", seed).isCloseTo(0.09, tolerance(0.09));
        assertThat(shareOfSeconds(n -> n > 3 && n < 6)).as("seed %d", seed).isZero();
    }

    @Test
    void manySecondsLieWithin14To18Seconds() {
        assertThat(observations).as("seed %d", seed).allSatisfy(observation -> {
            long spread = spread(observation);
            if (observation.seconds() > 3) {
                assertThat(spread).isBetween(14L, 18L);
            } else {
                assertThat(spread).isEqualTo(observation.seconds() - 1);
            }
        });
    }

    @Test
    void observationsFollowEachOtherAsTheRealOnesDo() {
        List<Long> gaps = IntStream.range(1, COUNT).mapToObj(i -> Duration
                .between(observations.get(i - 1).start(), observations.get(i).start()).toSeconds()).toList();
        assertThat(gaps).as("seed %d", seed)
                .allMatch(s -> s == 309 || s == 310 || s >= 411 && s <= 414 || s >= 603 && s <= 608);
        // What is not usual comes two by two: before a wide one and after it. So the share of the usual follows from that of the wide.
        assertThat(share(gaps, s -> s >= 603)).as("seed %d", seed).isCloseTo(0.09, tolerance(0.09));
        assertThat(share(gaps, s -> s >= 411 && s <= 414)).as("seed %d", seed).isCloseTo(0.09, tolerance(0.09));
    }

    @Test
    void theFirstObservationBeginsAtTheStart() {
        assertThat(observations.get(0).start()).isEqualTo(START);
    }

    @Test
    void theSameSeedGivesTheSamePlan() {
        assertThat(plan(seed)).isEqualTo(observations);
        assertThat(plan(seed + 1)).isNotEqualTo(observations);
    }

    /** Of a share among all; that of wide ones spreads less, as there is none after another. */
    private static Offset<Double> tolerance(double share) {
        return within(FAR * Math.sqrt(share * (1 - share) / COUNT));
    }

    private double shareOfSeconds(LongPredicate wanted) {
        return share(observations.stream().map(SimulatedObservation::seconds).toList(), wanted);
    }

    private static double share(List<Long> values, LongPredicate wanted) {
        return values.stream().filter(wanted::test).count() / (double) values.size();
    }

    private static long spread(SimulatedObservation observation) {
        LocalDateTime last = observation.files().stream().map(SubbandFileName::timestamp)
                .max(LocalDateTime::compareTo).orElseThrow();
        return Duration.between(observation.start(), last).toSeconds();
    }
}

package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.dsa110.contimg.observation.SubbandFileName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrivalOrderTest {
    private final long seed = new Random().nextLong();
    private final List<SimulatedObservation> observations = new ArrayList<>();
    private final List<List<Arrival>> arrivals = new ArrayList<>();

    @BeforeEach
    void observe() {
        Random random = new Random(seed);
        ObservingPlan plan = new ObservingPlan(LocalDateTime.of(2026, 2, 11, 15, 58, 7), random);
        ArrivalOrder order = new ArrivalOrder(random);
        for (int i = 0; i < 500; i++) {
            observations.add(plan.next());
            arrivals.add(order.next(observations.get(i)));
        }
        arrivals.add(order.rest());
    }

    @Test
    void everyFileArrivesOnce() {
        assertThat(arrivals.stream().flatMap(List::stream).map(Arrival::name)).as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(
                        observations.stream().flatMap(observation -> observation.files().stream()).toList());
    }

    @Test
    void someFilesArriveAfterFilesOfTheNextObservation() {
        long late = 0;
        for (int i = 1; i < observations.size(); i++) {
            List<Arrival> now = arrivals.get(i);
            assertThat(now.get(0).late()).as("seed %d", seed).isFalse();
            for (Arrival arrival : now) {
                SimulatedObservation its = observations.get(arrival.late() ? i - 1 : i);
                assertThat(its.files()).as("seed %d", seed).contains(arrival.name());
                late += arrival.late() ? 1 : 0;
            }
        }
        assertThat(late).as("seed %d", seed).isBetween(50L, 250L);
    }

    @Test
    void filesDoNotArriveInOrder() {
        assertThat(arrivals.get(0).stream().map(Arrival::name).map(SubbandFileName::subband).toList())
                .as("seed %d", seed).isNotEqualTo(observations.get(0).files().stream().map(SubbandFileName::subband)
                        .sorted().toList());
    }

    @Test
    void theFilesOfAnObservationSayTheSamePosition() {
        for (int i = 0; i < observations.size(); i++) {
            Pointing pointing = observations.get(i).pointing();
            assertThat(arrivals.get(i)).filteredOn(arrival -> !arrival.late()).extracting(Arrival::pointing)
                    .containsOnly(pointing);
        }
    }
}

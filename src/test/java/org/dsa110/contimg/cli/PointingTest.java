package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDateTime;

import org.junit.jupiter.api.Test;

class PointingTest {

    @Test
    void theRightAscensionIsTheLocalSiderealTime() {
        // Meeus, Astronomical Algorithms, example 12.b: 8h 34m 57.0896s at Greenwich.
        double greenwich = (8 + 34 / 60.0 + 57.0896 / 3600) * 15;
        Pointing pointing = Pointing.at(LocalDateTime.of(1987, 4, 10, 19, 21));
        assertThat(pointing.raDeg()).isCloseTo(greenwich - 118.2817, within(1e-5));
    }

    @Test
    void theSkyTurnsOnceInASiderealDay() {
        LocalDateTime evening = LocalDateTime.of(2026, 2, 11, 3, 0);
        Pointing before = Pointing.at(evening);
        Pointing after = Pointing.at(evening.plusNanos(86_164_090_500_000L));
        assertThat(after.raDeg()).isCloseTo(before.raDeg(), within(1e-4));
        assertThat(after.decDeg()).isEqualTo(before.decDeg());
    }
}

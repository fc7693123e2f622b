package org.dsa110.contimg.ingest.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

class SubbandNamesTest {
    @Test
    void itIsASetInTheOrderOfTheNames() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        SubbandNames names = new SubbandNames();
        TreeSet<String> expected = new TreeSet<>();
        for (int i = 0; i < 5_000; i++) {
            String name = name(random);
            assertThat(names.contains(name)).as("seed %d", seed).isEqualTo(expected.contains(name));
            if (random.nextInt(3) > 0) {
                names.add(name);
                expected.add(name);
            } else {
                assertThat(names.remove(name)).as("seed %d", seed).isEqualTo(expected.remove(name));
            }
        }
        assertThat(names.snapshot()).as("seed %d", seed).containsExactlyElementsOf(expected);
        assertThat(names.isEmpty()).isEqualTo(expected.isEmpty());
    }

    @Test
    void setsAreCombined() {
        SubbandNames one = of("2026-02-11T15:58:07_sb00.hdf5", "2026-02-11T15:58:07_sb01.hdf5",
                "2026-02-11T15:58:08_sb00.hdf5");
        SubbandNames other = of("2026-02-11T15:58:07_sb01.hdf5", "2026-02-11T15:58:08_sb00.hdf5",
                "2026-02-11T15:58:09_sb00.hdf5");
        assertThat(one.and(other).snapshot()).containsExactly("2026-02-11T15:58:07_sb01.hdf5",
                "2026-02-11T15:58:08_sb00.hdf5");
        assertThat(one.without(other).snapshot()).containsExactly("2026-02-11T15:58:07_sb00.hdf5");
    }

    @Test
    void theFirstAndTheLastNameAreKept() {
        SubbandNames names = of("0000-01-01T00:00:00_sb00.hdf5", "9999-12-31T23:59:59_sb15.hdf5");
        assertThat(names.snapshot()).containsExactly("0000-01-01T00:00:00_sb00.hdf5", "9999-12-31T23:59:59_sb15.hdf5");
    }

    @Test
    void noOtherNameIsEverInIt() {
        SubbandNames names = of("2026-02-11T15:58:07_sb00.hdf5");
        for (String other : List.of("", "2026-02-11T15:58:07_sb00.hdf", "2026-02-11T15:58:07_sb00.hdf5 ",
                "2026-02-11 15:58:07_sb00.hdf5", "2026-02-11T15:58:07_sb0x.hdf5", "2026-02-11T15:58:07_sb99.hdf5",
                "2026-02-11T15:58:07_sb32.hdf5", "x026-02-11T15:58:07_sb00.hdf5",
                "\u0662026-02-11T15:58:07_sb00.hdf5")) {
            assertThat(names.contains(other)).as(other).isFalse();
            assertThat(names.remove(other)).as(other).isFalse();
        }
    }

    private static SubbandNames of(String... names) {
        SubbandNames set = new SubbandNames();
        List.of(names).forEach(set::add);
        return set;
    }

    private static String name(Random random) {
        return "20%02d-%02d-%02dT%02d:%02d:%02d_sb%02d.hdf5".formatted(25 + random.nextInt(2), 1 + random.nextInt(2), 1,
                random.nextInt(2), 0, random.nextInt(60), random.nextInt(16));
    }
}

package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;

class OutputTailTest {
    private final OutputTail tail = new OutputTail();

    @Test
    void nothingIsEmpty() {
        assertThat(tail.text()).isEmpty();
    }

    @Test
    void keepsTheLastOfItHoweverItComes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            int length = random.nextInt(i % 10 == 0 ? 3 * OutputTail.LENGTH : 50);
            byte[] part = new byte[length + 7];
            for (int at = 3; at < 3 + length; at++) {
                part[at] = (byte) ('a' + random.nextInt(26));
            }
            if (length == 1) {
                tail.write(part[3]);
            } else {
                tail.write(part, 3, length);
            }
            all.append(new String(part, 3, length, StandardCharsets.US_ASCII));
            assertThat(tail.text()).as("seed %d", seed)
                    .isEqualTo(all.substring(Math.max(0, all.length() - OutputTail.LENGTH)));
        }
    }
}

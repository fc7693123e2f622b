package org.dsa110.contimg.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;

import org.junit.jupiter.api.Test;

class GroupingRuleTest {
    private static final LocalDateTime FIRST = LocalDateTime.of(2026, 2, 11, 15, 58, 7);
    private static final double SECOND = 1 / 86_400.0;

    private final GroupingRule rule = new GroupingRule(Duration.ofSeconds(90));

    @Test
    void theToleranceIsIncluded() {
        assertThat(rule.holds(FIRST, FIRST)).isTrue();
        assertThat(rule.holds(FIRST, FIRST.plusSeconds(90))).isTrue();
        assertThat(rule.holds(FIRST, FIRST.plusSeconds(91))).isFalse();
    }

    @Test
    void daysAreComparedByTheMillisecond() {
        for (double mjd = 61_082; mjd < 61_083; mjd += 0.01) {
            assertThat(rule.holds(mjd, mjd + 90 * SECOND)).isTrue();
            assertThat(rule.holds(mjd, mjd + 90.001 * SECOND)).isFalse();
        }
        assertThat(GroupingRule.ofSeconds(0.0125).holds(61_082, 61_082 + 0.013 * SECOND)).isTrue();
        assertThat(GroupingRule.ofSeconds(0.0124).holds(61_082, 61_082 + 0.013 * SECOND)).isFalse();
    }

    @Test
    void aGroupIsMeasuredFromItsFirstFile() {
        List<LocalDateTime> files = List.of(FIRST, FIRST.plusSeconds(60), FIRST.plusSeconds(90), FIRST.plusSeconds(120),
                FIRST.plusSeconds(210), FIRST.plusSeconds(211));

        assertThat(GroupingRule.groups(files, rule::holds)).containsExactly(files.subList(0, 3), files.subList(3, 5),
                files.subList(5, 6));
        assertThat(GroupingRule.groups(List.<LocalDateTime>of(), rule::holds)).isEmpty();
    }
}

package org.dsa110.contimg.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private long nanos = -5;

    @Test
    void oneLineIsWrittenOverAndGoesInTheEnd() {
        try (ProgressBar bar = bar(true)) {
            bar.step("copying", 1, 4);
            nanos += TimeUnit.SECONDS.toNanos(1);
            bar.step("copying", 4, 4);
        }
        String[] lines = text().split("\r");
        assertThat(lines).hasSize(4);
        assertThat(lines[1]).isEqualTo("copying [" + "#".repeat(7) + " ".repeat(23) + "] 25 %");
        assertThat(lines[2]).isEqualTo("copying [" + "#".repeat(30) + "] 100 %");
        assertThat(lines[3]).isBlank().hasSameSizeAs(lines[2]);
        assertThat(text()).endsWith("\r");
    }

    @Test
    void itIsDrawnAFewTimesASecondHoweverOftenItHears() {
        try (ProgressBar bar = bar(true)) {
            for (int row = 0; row < 1000; row++) {
                nanos += TimeUnit.MILLISECONDS.toNanos(1);
                bar.step("rows", row, 1000);
            }
        }
        assertThat(text().split("%")).hasSizeBetween(9, 12);
    }

    @Test
    void aStepThatFollowsAtOnceIsShown() {
        try (ProgressBar bar = bar(true)) {
            bar.step("a short one", 0, 0);
            bar.step("a long one", 1, 2);
        }
        assertThat(text()).startsWith("\ra short one\ra long one [");
    }

    @Test
    void workOfUnknownLengthIsCounted() {
        try (ProgressBar bar = bar(true)) {
            bar.step("rows", 12345, 0);
        }
        assertThat(text()).startsWith("\rrows 12345\r");
    }

    @Test
    void withoutATerminalNothingIsShown() {
        try (ProgressBar bar = bar(false)) {
            bar.step("copying", 1, 4);
        }
        assertThat(text()).isEmpty();
    }

    private ProgressBar bar(boolean terminal) {
        return new ProgressBar(terminal ? new PrintStream(shown, true, StandardCharsets.UTF_8) : null, () -> nanos);
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}

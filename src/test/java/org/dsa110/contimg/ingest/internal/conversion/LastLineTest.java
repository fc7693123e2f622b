package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastLineTest {
    private final LastLine line = new LastLine();

    @ParameterizedTest
    @ValueSource(strings = {"last", "last\n", "a\nlast\n\n \n\t\r\n", "a\n\u2003last \n\u2003\n", "last\n\u2003"})
    void isTheLastThatIsNotBlank(String text) throws Exception {
        write(text);
        assertThat(line.text()).isEqualTo("last");
        assertThat(line.shown()).isEqualTo("last");
    }

    @Test
    void isTheSameHoweverItComes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            LastLine whole = new LastLine();
            LastLine parts = new LastLine();
            byte[] text = new byte[random.nextInt(400)];
            for (int at = 0; at < text.length; at++) {
                text[at] = (byte) "ab \n\n".charAt(random.nextInt(5));
            }
            whole.write(text, 0, text.length);
            for (int at = 0; at < text.length;) {
                int length = 1 + random.nextInt(Math.min(20, text.length - at));
                parts.write(text, at, length);
                at += length;
            }
            assertThat(parts.text()).as("seed %d", seed).isEqualTo(whole.text()).isEqualTo(expected(text));
        }
    }

    @Test
    void ofOneThatIsTooLongTheBeginIsKept() throws Exception {
        byte[] part = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 2_000; i++) {
            line.write(part, 0, part.length);
        }
        assertThat(line.text()).hasSize(LastLine.LONGEST);
    }

    private static String expected(byte[] text) {
        String last = "";
        for (String each : new String(text, StandardCharsets.US_ASCII).split("\n")) {
            last = each.isBlank() ? last : each.strip();
        }
        return last;
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        line.write(bytes, 0, bytes.length);
    }
}

package org.dsa110.contimg.ingest.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessEntryTest {
    private static final String REST = " S 7 12 11 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 4112384 200 0\n";

    @ParameterizedTest
    @ValueSource(strings = {"sleep", "a b", "a) R 1 2 3", "(", ")", "new\nline"})
    void theNameMayHaveAnythingInIt(String name) {
        assertThat(ProcessEntry.parse("42 (" + name + ")" + REST))
                .contains(new ProcessEntry(42, 'S', 12, 11, 98765));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "42 (sleep)", "42 (sleep) S 1 2 3",
            "x (sleep) S a b c d e f g h i j k l m n o p q r s t"})
    void whatIsNoEntryIsNone(String stat) {
        assertThat(ProcessEntry.parse(stat)).isEmpty();
    }

    @Test
    void oneThatHasEndedAndIsStillListedDoesNotLive() {
        assertThat(new ProcessEntry(1, 'Z', 1, 1, 1).lives()).isFalse();
        assertThat(new ProcessEntry(1, 'D', 1, 1, 1).lives()).isTrue();
    }
}

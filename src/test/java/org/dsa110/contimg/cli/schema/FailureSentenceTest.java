package org.dsa110.contimg.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.junit.jupiter.api.Test;

class FailureSentenceTest {
    @Test
    void theLastLineSaysWhy() {
        assertThat(FailureSentence.of(new RuntimeException("start", new DatabaseException(Kind.STORAGE,
                "cannot do it:\nMessage : Error opening connection\n", new RuntimeException("odd",
                        new IOException("No space left on device"))))))
                .isEqualTo("cannot do it:\nMessage : Error opening connection: No space left on device");
        assertThat(FailureSentence.of(new DatabaseException(Kind.STORAGE, "cannot do it: why", new IOException("why"))))
                .isEqualTo("cannot do it: why");
        assertThat(
                FailureSentence.of(new DatabaseException(Kind.STORAGE, "cannot do it", new NoSuchFileException("/a"))))
                .isEqualTo("cannot do it: /a: there is no such file or folder");
        assertThat(FailureSentence
                .of(new IllegalStateException("outer", new IllegalArgumentException("a setting is wrong"))))
                .isEqualTo("a setting is wrong");
    }

    @Test
    void aSettingThatCannotBeIsOneLine() {
        assertThatThrownBy(() -> new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(Settings.class)
                .withDefaultValues(Map.of("contimg.number", "many", "contimg.other", "soon")).build())
                .satisfies(failure -> assertThat(
                        FailureSentence.of(new RuntimeException("start", failure)).lines()).hasSize(2)
                        .anyMatch("contimg.number=many cannot be: Expected an integer value, got \"many\""::equals)
                        .anyMatch("contimg.other=soon cannot be: Expected an integer value, got \"soon\""::equals));
    }

    /** As the program has them. */
    @ConfigMapping(prefix = "contimg")
    interface Settings {
        int number();

        Optional<Integer> other();
    }
}

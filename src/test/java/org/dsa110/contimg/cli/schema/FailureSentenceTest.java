package org.dsa110.contimg.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.junit.jupiter.api.Test;

class FailureSentenceTest {
    @Test
    void theLastLineSaysWhy() {
        assertThat(FailureSentence.of(new RuntimeException("start", new DatabaseException(Kind.STORAGE,
                "cannot do it:\nMessage : Error opening connection\n", new RuntimeException("odd",
                        new IOException("No space left on device"))))))
                .isEqualTo("cannot do it:\nMessage : Error opening connection\nNo space left on device");
        assertThat(FailureSentence.of(new DatabaseException(Kind.STORAGE, "cannot do it: why", new IOException("why"))))
                .isEqualTo("cannot do it: why");
        assertThat(
                FailureSentence.of(new DatabaseException(Kind.STORAGE, "cannot do it", new NoSuchFileException("/a"))))
                .isEqualTo("cannot do it\n/a: there is no such file or folder");
        assertThat(FailureSentence
                .of(new IllegalStateException("outer", new IllegalArgumentException("a setting is wrong"))))
                .isEqualTo("a setting is wrong");
    }
}

package org.dsa110.contimg.rest.internal.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token is the client's to change, and up to as long as a URL may be. */
class PageTokenTest {
    private static final Order ORDER = new Order(List.of(), true);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aTokenOfTheListIsTaken() {
        assertThat(PageToken.decode(ORDER, "rows", PageToken.encode(ORDER, "rows", List.of()))).isEmpty();
    }

    /** The bytes of the token are decoded; a tree of what is in them takes many times as much. */
    @ParameterizedTest
    @ValueSource(strings = {"OBJECT", "[OBJECT]", "[\"\",OBJECT]", "[\"\",[OBJECT]]", "[\"\",\"rows\",OBJECT]"})
    void anObjectInATokenIsRefusedWhereItBegins(String json) {
        String members = IntStream.range(0, 60_000).mapToObj(i -> "\"n" + i + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
        String token = Base64.getUrlEncoder().withoutPadding()
                .encodeToString(json.replace("OBJECT", members).getBytes(StandardCharsets.UTF_8));
        refuse(Base64.getUrlEncoder().encodeToString(json.replace("OBJECT", "{}").getBytes(StandardCharsets.UTF_8)));

        long before = THREADS.getCurrentThreadAllocatedBytes();
        refuse(token);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).as("bytes for a token of %d", token.length())
                .isLessThan(3L * token.length());
    }

    private static void refuse(String token) {
        assertThatThrownBy(() -> PageToken.decode(ORDER, "rows", token)).isInstanceOf(ProblemException.class);
    }
}

package org.dsa110.contimg.ingest.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The table of faults in docs/queue.md. */
class QueueFaultsListTest {
    private static final Pattern ROW = Pattern.compile("^\\| .+ \\| `\\w+(?:Test|IT)\\..+ \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
    /** Seven of the queue before, of which the fourth is four, and six of this one, of which the third is two. */
    private static final int FAULTS = 10 + 7;

    @Test
    void eachFaultHasATestThatThereIs() throws IOException {
        Map<String, String> tests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        String page = Files.readString(Path.of("docs/queue.md"));

        assertThat(ROW.matcher(page).results()).hasSizeGreaterThanOrEqualTo(FAULTS);
        Matcher names = NAME.matcher(page);
        while (names.find()) {
            assertThat(tests.get(names.group(1))).as(names.group()).contains("void " + names.group(2) + "(");
        }
    }
}

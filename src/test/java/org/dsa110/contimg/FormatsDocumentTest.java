package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Each line of docs/formats.md is held by a test or a script that is there, and each script says what it shows. */
class FormatsDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/formats.md");
    private static final Path SCRIPTS = Path.of("findings");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern SCRIPT = Pattern.compile("`(findings/[^`]+)`");
    private static final Pattern METHOD = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
    private static final Pattern HEAD = Pattern.compile("""
        #!/usr/bin/env bash
        # [^\\n]+\\.
        #
        # Versions: (?:[^\\n]+\\n#   )*[^\\n]+\\.
        # Behaviour: (?:[^\\n]+\\n#   )*[^\\n]+\\.
        # Output:
        (?:#   [^\\n]*\\n)+
        \\. "\\$\\(dirname "\\$0"\\)/packages"
        """);
    /** A URL of another machine, or a name that looks like one. */
    private static final Pattern HOST = Pattern.compile(
            "https?://(?!127\\.0\\.0\\.1|www\\.ivoa\\.net/xml/)|\\b(?!ivoa\\.net/)[a-z0-9-]+\\.(?:com|org|net|io|dev)/");

    @Test
    void everyLineIsHeld() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| ")
                && !line.startsWith("| what |")).toList();
        assertThat(lines).hasSizeGreaterThan(15).allSatisfy(line -> {
            String[] cells = line.split("(?<!\\\\)\\|");
            assertThat(cells).as(line).hasSize(5);
            assertThat(cells[4].trim()).matches(list(SCRIPT.pattern() + "|" + METHOD.pattern()));
        });
    }

    @Test
    void everyScriptHasALineAndEveryLineItsScript() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            assertThat(found(SCRIPT, match -> match.group(1))).containsExactlyElementsOf(files.map(Path::toString)
                    .filter(name -> name.endsWith(".sh")).sorted().toList());
        }
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, Path> classes;
        try (Stream<Path> files = Files.walk(TESTS)) {
            classes = files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toMap(
                    file -> file.getFileName().toString().replace(".java", ""), Function.identity(),
                    (one, other) -> one));
        }
        for (String name : found(METHOD, match -> match.group(1) + " " + match.group(2))) {
            String[] parts = name.split(" ");
            assertThat(classes).as(name).containsKey(parts[0]);
            assertThat(Files.readString(classes.get(parts[0]))).contains("void " + parts[1] + "(");
        }
    }

    @Test
    void everyScriptSaysWhatItShowsAndNamesNoHost() throws IOException {
        for (String name : found(SCRIPT, match -> match.group(1))) {
            assertThat(Path.of(name)).isExecutable();
            String script = Files.readString(Path.of(name));
            assertThat(HEAD.matcher(script).lookingAt()).as("a whole head of %s", name).isTrue();
            assertThat(script).doesNotContainPattern(HOST).doesNotContain("--index-url", "--registry");
        }
        assertThat(Files.readString(SCRIPTS.resolve("packages"))).doesNotContainPattern(HOST);
    }

    private static Collection<String> found(Pattern pattern, Function<MatchResult, String> name) throws IOException {
        return pattern.matcher(Files.readString(DOCUMENT)).results().map(name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String list(String one) {
        return "(?:" + one + ")(?:, (?:" + one + "))*";
    }
}

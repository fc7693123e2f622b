package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are built, tested and run as another project is: in a folder of their own, on the jars that are published. */
class ExamplesIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Pattern CODE = Pattern.compile("```(?:java|xml)\n(.*?)```", Pattern.DOTALL);
    /** These processes are short: this halves their time. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";
    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    static Path folder;

    /** What a process printed. */
    private record Printed(String output, String errors) {
    }

    @BeforeAll
    static void build() throws Exception {
        copy(Path.of("examples/pom.xml"), folder.resolve("pom.xml"));
        copy(Path.of("examples/src"), folder.resolve("src"));
        Path repository = folder.resolve("repository");
        publish(repository);
        run(List.of(Path.of("mvnw").toAbsolutePath().toString(), "-B", "-ntp", "verify",
                "-Dquarkus.analytics.disabled=true", "-DargLine=" + QUICK, "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + System.getProperty("local-repository")), Map.of("MAVEN_OPTS", QUICK));
    }

    /** As {@code install} does, but where only the examples find it. */
    private static void publish(Path repository) throws IOException {
        String version = Files.readString(TARGET.resolve("classes/version.txt")).strip();
        String name = "contimg-db-" + version;
        Path place = repository.resolve("org/dsa110/contimg/contimg-db").resolve(version);
        copy(Path.of("pom.xml"), place.resolve(name + ".pom"));
        copy(TARGET.resolve(name + ".jar"), place.resolve(name + ".jar"));
        copy(TARGET.resolve(name + "-tests.jar"), place.resolve(name + "-tests.jar"));
    }

    @Test
    void everyExampleIsRun() throws IOException {
        List<String> examples = tests(folder.resolve("src/test/java"), ".java");
        assertThat(examples).hasSizeGreaterThanOrEqualTo(8);
        assertThat(tests(folder.resolve("target/surefire-reports"), ".txt"))
                .containsExactlyInAnyOrderElementsOf(examples);
    }

    @Test
    void anApplicationWithItsOwnMainListensAndScansOnlyIfItSaysSo() throws Exception {
        Printed first = enterImage("/images/a.fits", Map.of("CONTIMG_INGEST_INCOMING_DIR", "incoming"));
        assertThat(first.output()).isEqualTo("1\n");
        assertThat(first.errors()).contains("started in").doesNotContain("http://").doesNotContain("Incoming folder");

        Printed second = enterImage("/images/b.fits",
                Map.of("QUARKUS_HTTP_HOST_ENABLED", "true", "QUARKUS_HTTP_PORT", "0"));
        assertThat(second.output()).isEqualTo("2\n");
        assertThat(second.errors()).contains("Listening on: http://127.0.0.1:");
    }

    private static Printed enterImage(String path, Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PIPELINE_STATE_DIR", "state");
        return run(List.of(Path.of(JAVA_HOME, "bin", "java").toString(), QUICK, "-jar",
                "target/quarkus-app/quarkus-run.jar",
                path, "/ms/a.ms", "dirty"), all);
    }

    /** So what they show is compiled and run. */
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CONTRIBUTING.md"})
    void theCodeThatIsShownIsThatOfTheExamples(String document) throws IOException {
        List<String> examples = new ArrayList<>(List.of(lines(Files.readString(folder.resolve("pom.xml")))));
        try (Stream<Path> files = Files.walk(folder.resolve("src"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                examples.add(lines(Files.readString(file)));
            }
        }
        List<String> shown = CODE.matcher(Files.readString(Path.of(document))).results()
                .map(code -> lines(code.group(1)))
                .toList();
        assertThat(shown).isNotEmpty()
                .allSatisfy(code -> assertThat(examples).as(code).anyMatch(example -> example.contains(code)));
    }

    /** Without indentation. */
    private static String lines(String text) {
        return text.strip().lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    private static List<String> tests(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith("Test" + ending))
                    .map(name -> name.substring(name.lastIndexOf('.', name.length() - ending.length() - 1) + 1)
                            .replace(ending, ""))
                    .toList();
        }
    }

    private static Printed run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(PIPELINE|CONTIMG|QUARKUS)_.*"));
        builder.environment().put("JAVA_HOME", JAVA_HOME);
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        Printed printed = new Printed(Files.readString(output), Files.readString(errors));
        assertThat(status).as("%s%n%s%s", command, printed.output(), printed.errors()).isZero();
        return printed;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}

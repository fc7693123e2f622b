package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.KeepAliveClient.Answer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What can be told of the images without building them: that they are made of what a build leaves, and that what they start serves and
 * ends. Their base images are not looked at.
 */
class ContainerfileIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native"})
    void theImageIsMadeOfTheBuildAndServes(String kind) throws Exception {
        List<String> lines = Files.readAllLines(Path.of("deploy/Containerfile." + kind));
        assertThat(only(lines, "FROM")).as("a base image by its name and version")
                .matches("[a-z0-9.-]+(/[a-z0-9.-]+)+:[0-9.]+");
        assertThat(only(lines, "USER", lines.size())).as("not root").matches("[1-9][0-9]*:[1-9][0-9]*");
        assertThat(only(lines, "VOLUME")).isEqualTo("/data/dsa110-contimg/state");
        assertThat(only(lines, "EXPOSE")).isEqualTo("8080");

        String[] copied = only(lines, "COPY").split(" ");
        List<Path> sources = matching(copied[0]);
        assumeTrue(!sources.isEmpty() || kind.equals("jvm"), "no native program was built");
        assertThat(sources).as(copied[0]).hasSize(1);
        assertThat(Files.readAllLines(Path.of(".dockerignore"))).as("what the build is given")
                .contains("!" + copied[0].replaceFirst("/$", ""));

        String ending = copied[1].endsWith("/") ? "/" : "";
        List<String> command = new ArrayList<>();
        for (String part : List.of("ENTRYPOINT", "CMD")) {
            for (String word : new ObjectMapper().readValue(only(lines, part), String[].class)) {
                command.add(word.replace(copied[1], sources.get(0) + ending));
            }
        }
        assertThat(String.join(" ", command)).contains(sources.get(0).toString());
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(PIPELINE|CONTIMG|QUARKUS)_.*"));
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        builder.environment().merge("PATH", bin.toString(), (path, java) -> java + ":" + path);
        builder.environment().put("PIPELINE_STATE_DIR", folder.resolve("state").toString());
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        try (ServiceProcess service = ServiceProcess.start(builder);
                KeepAliveClient http = KeepAliveClient.connect(service.address())) {
            Answer answer = http.get("/api/v1/stats");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(Files.getPosixFilePermissions(folder.resolve("state/products.sqlite3")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
            assertThat(service.stop()).as(service.output()).isEqualTo(143);
        }
    }

    private static List<Path> matching(String source) throws IOException {
        PathMatcher matcher = FileSystems.getDefault()
                .getPathMatcher("glob:" + PROJECT.resolve(source.replaceFirst("/$", "")));
        try (Stream<Path> files = Files.list(PROJECT.resolve("target"))) {
            return files.filter(matcher::matches).toList();
        }
    }

    private static String only(List<String> lines, String instruction) {
        return only(lines, instruction, 1);
    }

    /** The last of an instruction's lines, of which there may be so many. */
    private static String only(List<String> lines, String instruction, int most) {
        List<String> found = lines.stream().filter(line -> line.startsWith(instruction + " ")).toList();
        assertThat(found).as(instruction).isNotEmpty().hasSizeLessThanOrEqualTo(most);
        return found.get(found.size() - 1).substring(instruction.length() + 1);
    }
}

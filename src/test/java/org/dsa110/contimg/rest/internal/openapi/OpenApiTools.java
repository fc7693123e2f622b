package org.dsa110.contimg.rest.internal.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.dsa110.contimg.ServiceProcess;

/**
 * Programs of others that read the OpenAPI document, in the versions of {@code src/test/clients/versions}, where
 * {@code src/test/clients/fetch} has put them; some also where they are installed. A test that wants one that is not there is skipped, and
 * says what is missing.
 */
final class OpenApiTools {
    static final Path REPOSITORY = Path.of(System.getProperty("local-repository"));

    private static final Path FETCHED = Path.of(System.getProperty("user.home"), ".cache/contimg/openapi-tools");
    private static final String HOW = ": src/test/clients/fetch gets it";
    private static final Properties VERSIONS = versions();

    private OpenApiTools() {
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/test/clients/versions"))) {
            versions.load(file);
            return versions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String version(String tool) {
        return VERSIONS.getProperty(tool);
    }

    /** The command of an npm package. */
    static String npm(String tool, String command) throws InterruptedException {
        return either(FETCHED.resolve(tool + "-" + version(tool)).resolve("node_modules/.bin").resolve(command),
                command, "--version");
    }

    /** A Python that has what generated clients import. */
    static String python() throws InterruptedException {
        return either(FETCHED.resolve("pydantic-" + version("pydantic")).resolve("bin/python"), "/usr/bin/python3",
                "-c", "import urllib3, dateutil; from pydantic import validate_call");
    }

    /** The jar of openapi-generator. */
    static Path generator() {
        String version = version("generator");
        Path jar = REPOSITORY.resolve("org/openapitools/openapi-generator-cli").resolve(version)
                .resolve("openapi-generator-cli-" + version + ".jar");
        assumeTrue(Files.exists(jar), "openapi-generator " + version + " is not in the local Maven repository" + HOW);
        return jar;
    }

    private static String either(Path fetched, String installed, String... trial) throws InterruptedException {
        for (String command : List.of(fetched.toString(), installed)) {
            if (runs(command, trial)) {
                return command;
            }
        }
        return abort("there is no " + fetched.getFileName() + " that answers to " + List.of(trial) + ", and no "
                + installed + HOW);
    }

    private static boolean runs(String command, String... arguments) throws InterruptedException {
        try {
            return run(Path.of("."), command, arguments).status() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** How a program ended, and what it printed. */
    record Ended(int status, String output, String errors) {
        /** @return what it printed */
        String successfully() {
            assertThat(status).as("%s%n%s", output, errors).isZero();
            return output;
        }
    }

    static Ended run(Path folder, String command, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        Path errors = Files.createTempFile("openapi-tools", ".errors");
        try {
            ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile()).redirectError(errors.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            // Neither asks for news nor tells of itself.
            builder.environment().put("REDOCLY_TELEMETRY", "off");
            builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }

    /** The document of a service, in a folder. */
    static Path document(ServiceProcess service, Path folder) throws IOException {
        Path document = folder.resolve("openapi.json");
        try (InputStream served = URI.create(service.address() + "/q/openapi?format=json").toURL().openStream()) {
            Files.copy(served, document);
        }
        return document;
    }
}

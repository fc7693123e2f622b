package org.dsa110.contimg.rest.internal.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that openapi-generator makes of the document compile, and do what {@code src/test/clients} has them do: on a key that is a path,
 * on one of several columns, with filters. By what is installed: the generator and what Java clients need in the local Maven repository,
 * pydantic 2 for Python, {@code tsc} and {@code node}; what is missing is named where a test is skipped. All libraries for Java with
 * {@code -Dstress}.
 */
class GeneratedClientsIT {
    private static final String GENERATOR = "org.openapitools:openapi-generator-cli:7.23.0";
    private static final String DEPENDENCIES = "org.apache.maven.plugins:maven-dependency-plugin:3.7.0";
    private static final String PYTHON_NEEDS = "import urllib3, dateutil; from pydantic import validate_call";
    private static final Path REPOSITORY = Path.of(System.getProperty("local-repository"));
    private static final Path CALLS = Path.of("src/test/clients").toAbsolutePath();
    private static final String JAVA = System.getProperty("java.home") + "/bin/";
    /** These processes are short: this halves their time. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    @TempDir
    Path folder;

    static Stream<String> libraries() {
        return Boolean.getBoolean("stress") ? Stream.of("native", "okhttp-gson", "jersey3") : Stream.of("native");
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void java(String library) throws Exception {
        try (ServiceProcess service = serve()) {
            generate(service, "java", "--library", library);
            Path classpath = folder.resolve("classpath");
            String offline = run(folder, false, Path.of("mvnw").toAbsolutePath().toString(), "-o", "-q", "-B", "-f",
                    folder.resolve("client/pom.xml").toString(), "-Dmaven.repo.local=" + REPOSITORY,
                    DEPENDENCIES + ":build-classpath", "-DincludeScope=compile", "-Dmdep.outputFile=" + classpath);
            Assumptions.assumeTrue(Files.exists(classpath), "what a client for Java (" + library
                    + ") needs is not in the local Maven repository: " + offline);
            String jars = Files.readString(classpath);
            List<String> sources = new ArrayList<>();
            try (Stream<Path> files = Files.walk(folder.resolve("client/src/main/java"))) {
                files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(sources::add);
            }
            sources.add(CALLS.resolve("Calls.java").toString());
            Files.write(folder.resolve("sources"), sources);
            run(folder, true, JAVA + "javac", "-J" + QUICK, "-proc:none", "-d", "classes", "-cp", jars, "@sources");
            assertThat(run(folder, true, JAVA + "java", QUICK, "-cp", "classes" + File.pathSeparator + jars, "Calls",
                    service.address())).contains("all as expected");
        }
    }

    @Test
    void python() throws Exception {
        Assumptions.assumeTrue(has("/usr/bin/python3", "-c", PYTHON_NEEDS),
                "pydantic 2, urllib3 or dateutil is not installed for /usr/bin/python3");
        try (ServiceProcess service = serve()) {
            generate(service, "python");
            assertThat(run(folder, true, "/usr/bin/python3", CALLS.resolve("calls.py").toString(), "client",
                    service.address())).contains("all as expected");
        }
    }

    @Test
    void typeScript() throws Exception {
        Assumptions.assumeTrue(has("tsc", "--version") && has("node", "--version"), "there is no tsc, or no node");
        try (ServiceProcess service = serve()) {
            generate(service, "typescript-fetch");
            Files.copy(CALLS.resolve("calls.ts"), folder.resolve("client/calls.ts"));
            // As the generator sets up its own projects: what it makes is not for --strict.
            run(folder, true, "tsc", "--target", "es2020", "--module", "commonjs", "--strict", "false", "--lib",
                    "es2020,dom", "--skipLibCheck", "--outDir", "js", "client/calls.ts");
            assertThat(run(folder, true, "node", "js/calls.js", service.address())).contains("all as expected");
        }
    }

    private ServiceProcess serve() throws IOException {
        return ServiceProcess.serve(folder.resolve("state"), Map.of());
    }

    private void generate(ServiceProcess service, String generator, String... options) throws Exception {
        String[] name = GENERATOR.split(":");
        Path jar = REPOSITORY.resolve(name[0].replace('.', '/')).resolve(name[1]).resolve(name[2])
                .resolve(name[1] + "-" + name[2] + ".jar");
        Assumptions.assumeTrue(Files.exists(jar), GENERATOR + " is not in the local Maven repository: ./mvnw "
                + DEPENDENCIES + ":get -Dartifact=" + GENERATOR + " gets it");
        Path document = folder.resolve("openapi.json");
        try (InputStream served = URI.create(service.address() + "/q/openapi?format=json").toURL().openStream()) {
            Files.copy(served, document);
        }
        List<String> command = new ArrayList<>(List.of(JAVA + "java", QUICK, "-jar", jar.toString(), "generate", "-i",
                document.toString(), "-g", generator, "-o", "client"));
        command.addAll(List.of(options));
        run(folder, true, command.toArray(String[]::new));
    }

    private static boolean has(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Returns what a command printed. */
    private static String run(Path folder, boolean mustSucceed, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes());
        int status = process.waitFor();
        assertThat(mustSucceed ? status : 0).as("%s%n%s", List.of(command), printed).isZero();
        return printed;
    }
}

package org.dsa110.contimg.rest.internal.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that openapi-generator makes of the document compile, and do what {@code src/test/clients} has them do: on a key that is a path,
 * on one of several columns, with filters. By what is there ({@link OpenApiTools}). All libraries for Java with {@code -Dstress}.
 */
class GeneratedClientsIT {
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
            String jars = classpath(library);
            List<String> sources = new ArrayList<>();
            try (Stream<Path> files = Files.walk(folder.resolve("client/src/main/java"))) {
                files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(sources::add);
            }
            sources.add(CALLS.resolve("Calls.java").toString());
            Files.write(folder.resolve("sources"), sources);
            OpenApiTools.run(folder, JAVA + "javac", "-J" + QUICK, "-proc:none", "-d", "classes", "-cp", jars,
                    "@sources").successfully();
            assertCalls(service, JAVA + "java", QUICK, "-cp", "classes" + File.pathSeparator + jars, "Calls");
        }
    }

    private String classpath(String library) throws IOException, InterruptedException {
        Path classpath = folder.resolve("classpath");
        OpenApiTools.Ended offline = OpenApiTools.run(folder, Path.of("mvnw").toAbsolutePath().toString(), "-o", "-q",
                "-B", "-f", folder.resolve("client/pom.xml").toString(),
                "-Dmaven.repo.local=" + OpenApiTools.REPOSITORY,
                "org.apache.maven.plugins:maven-dependency-plugin:" + OpenApiTools.version("maven_dependency_plugin")
                        + ":build-classpath",
                "-DincludeScope=compile", "-Dmdep.outputFile=" + classpath);
        assumeTrue(Files.exists(classpath), "what a client for Java (" + library
                + ") needs is not in the local Maven repository: src/test/clients/fetch gets it: " + offline.output());
        return Files.readString(classpath);
    }

    @Test
    void python() throws Exception {
        String python = OpenApiTools.python();
        try (ServiceProcess service = serve()) {
            generate(service, "python");
            assertCalls(service, python, CALLS.resolve("calls.py").toString(), "client");
        }
    }

    @Test
    void typeScript() throws Exception {
        String compiler = OpenApiTools.npm("typescript", "tsc");
        try (ServiceProcess service = serve()) {
            generate(service, "typescript-fetch");
            Files.copy(CALLS.resolve("calls.ts"), folder.resolve("client/calls.ts"));
            // As the generator sets up its own projects: what it makes is not for --strict.
            OpenApiTools.run(folder, compiler, "--target", "es2020", "--module", "commonjs", "--strict", "false",
                    "--lib", "es2020,dom", "--skipLibCheck", "--outDir", "js", "client/calls.ts").successfully();
            assertCalls(service, "node", "js/calls.js");
        }
    }

    private void assertCalls(ServiceProcess service, String command, String... arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(service.address());
        assertThat(OpenApiTools.run(folder, command, all.toArray(String[]::new)).successfully())
                .contains("all as expected");
    }

    private ServiceProcess serve() throws IOException {
        return ServiceProcess.serve(folder.resolve("state"), Map.of());
    }

    private void generate(ServiceProcess service, String language, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(QUICK, "-jar", OpenApiTools.generator().toString(),
                "generate", "-i", OpenApiTools.document(service, folder).toString(), "-g", language, "-o", "client"));
        arguments.addAll(List.of(options));
        OpenApiTools.run(folder, JAVA + "java", arguments.toArray(String[]::new)).successfully();
    }
}

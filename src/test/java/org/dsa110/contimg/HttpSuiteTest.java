package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/**
 * Tests over HTTP run against the packaged program too: the jar or, with {@code -Dnative}, the native file. The lists in
 * {@code src/test/one-jvm} have the tests that share a service.
 */
class HttpSuiteTest {
    @Test
    void everyTestOverHttpRunsAgainstThePackagedProgram() throws IOException {
        List<Class<?>> classes = classes();
        List<Class<?>> tested = classes.stream()
                .filter(type -> type.isAnnotationPresent(QuarkusIntegrationTest.class))
                .<Class<?>>map(Class::getSuperclass).toList();
        List<Class<?>> overHttp = classes.stream()
                .filter(type -> type.isAnnotationPresent(QuarkusTest.class) && !needsBeans(type)).toList();
        assertThat(overHttp).hasSizeGreaterThan(20);
        assertThat(tested).as("superclasses of the integration tests").containsAll(overHttp);
    }

    @Test
    void testsThatShareTheServiceRunInTheJvmThatStartsItOnce() throws IOException {
        assertThat(inOneJvm("tests")).containsExactlyInAnyOrderElementsOf(classes().stream()
                .filter(type -> type.isAnnotationPresent(QuarkusTest.class)
                        && !type.isAnnotationPresent(TestProfile.class))
                .map(Class::getSimpleName).toList());
        assertThat(inOneJvm("integration-tests")).doesNotHaveDuplicates().containsAll(classes().stream()
                .filter(type -> type.isAnnotationPresent(QuarkusIntegrationTest.class)).map(Class::getSimpleName)
                .toList());
        assertThat(classes()).extracting(Class::getSimpleName).containsAll(inOneJvm("integration-tests"));
    }

    private static List<String> inOneJvm(String list) throws IOException {
        return Files.readAllLines(Path.of("src/test/one-jvm", list)).stream().filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("^\\*\\*/(.*)\\.java$", "$1")).toList();
    }

    private static List<Class<?>> classes() throws IOException {
        Path root = Path.of("target/test-classes");
        try (Stream<Path> files = Files.walk(root)) {
            List<String> names = files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.matches("org/dsa110/contimg/[^$]*(Test|IT)\\.class"))
                    .map(name -> name.replace(".class", "").replace('/', '.')).toList();
            return names.stream().<Class<?>>map(HttpSuiteTest::load).toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, HttpSuiteTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it works in the service's own process, where no other process can take the service's place. */
    private static boolean needsBeans(Class<?> type) {
        return type != null && (needsBeans(type.getSuperclass()) || Arrays.stream(type.getDeclaredFields())
                .anyMatch(field -> field.isAnnotationPresent(Inject.class)));
    }
}

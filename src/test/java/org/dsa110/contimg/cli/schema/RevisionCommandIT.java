package org.dsa110.contimg.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code revision} as a developer types it in a checkout, on a copy of this one's migrations. A native file says that it is no place for it. */
class RevisionCommandIT {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db");
    private static final boolean NATIVE = !System.getProperty("native-file", "").isEmpty();

    @TempDir
    Path checkout;

    @Test
    void anUnchangedModelHasNoChange() throws Exception {
        Map<String, String> before = copy();
        String output = run(NATIVE ? 1 : 0, "revision", "--autogenerate", "-m", "nothing new");
        if (NATIVE) {
            assertThat(output).contains("revision needs the program's jar");
        } else {
            assertThat(output.lines()).filteredOn(line -> line.endsWith(": no changes")).hasSize(5);
        }
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void anEmptyMigrationIsTheNextOfItsDatabase() throws Exception {
        Map<String, String> before = copy();
        String output = run(NATIVE ? 1 : 0, "revision", "--database", "data_registry", "-m", "Sizes of products");
        Map<String, String> after = content();
        if (!NATIVE) {
            String file = "data_registry/V4__sizes_of_products.sql";
            assertThat(output).contains("wrote ", file);
            assertThat(after.remove(file)).contains("Sizes of products");
        }
        assertThat(after).isEqualTo(before);
    }

    @Test
    void whatIsNoCheckoutIsRefused() throws Exception {
        String output = run(1, "revision", "--autogenerate", "-m", "text");
        assertThat(output).contains(NATIVE ? "needs the program's jar" : "checkout");
        assertThat(checkout).isEmptyDirectory();
    }

    private String run(int status, String... arguments) throws Exception {
        try (ServiceProcess program = ServiceProcess.start(checkout, Map.of(), arguments)) {
            int ended = program.awaitExit();
            assertThat(ended).as(program.output()).isEqualTo(status);
            return program.output();
        }
    }

    /** @return what is in the copy */
    private Map<String, String> copy() throws IOException {
        try (Stream<Path> files = Files.walk(MIGRATIONS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = checkout.resolve(file);
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        return content();
    }

    private Map<String, String> content() throws IOException {
        Path root = checkout.resolve(MIGRATIONS);
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return content;
    }
}

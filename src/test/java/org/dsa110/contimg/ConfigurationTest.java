package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import org.junit.jupiter.api.Test;

/** Every key that the program reads is described for its users, with its default, and no other is. */
class ConfigurationTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path SETTINGS = Path.of("src/main/resources");
    private static final Pattern ROW = Pattern.compile("\\| `(contimg\\.[^`]+)` \\| (?:`([^`]+)`)? ?\\| (.*) \\|");
    private static final Pattern SINGLE_KEY = Pattern
            .compile("@ConfigProperty\\(name = \"(contimg\\.[a-z.-]+)\"");

    @Test
    void everyKeyIsDescribedWithItsDefault() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
            if (line.startsWith("| `")) {
                Matcher row = ROW.matcher(line);
                assertThat(row.matches()).as("a key, a default and a description: %s", line).isTrue();
                assertThat(row.group(3)).as("description of %s", row.group(1)).hasSizeGreaterThan(20).endsWith(".");
                assertThat(documented.put(row.group(1), row.group(2) == null ? "" : row.group(2)))
                        .as("a second row of %s", row.group(1)).isNull();
            }
        }
        assertThat(documented).isEqualTo(keys());
    }

    /** What is no setting would otherwise be read as one without a word. */
    @Test
    void everyLineOfTheSettingsIsASettingOrAComment() throws IOException {
        for (String file : List.of("META-INF/microprofile-config.properties", "application.properties",
                "application-dev.properties")) {
            assertThat(Files.readAllLines(SETTINGS.resolve(file))).as(file).isNotEmpty()
                    .allMatch(line -> line
                            .matches("\\s*|#.*|(%[a-z]+\\.)?(contimg|quarkus)\\.[^ :=]+=.*|config_ordinal=\\d+"));
        }
    }

    /** All keys with their defaults in the service; empty for those that have none. */
    private static Map<String, String> keys() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            Matcher single = SINGLE_KEY.matcher(text);
            while (single.find()) {
                keys.putIfAbsent(single.group(1), "");
            }
            if (text.contains("\n@ConfigMapping(")) {
                addMapped(source, keys);
            }
        }
        for (String file : List.of("META-INF/microprofile-config.properties", "application.properties")) {
            Properties settings = new Properties();
            try (Reader reader = Files.newBufferedReader(SETTINGS.resolve(file))) {
                settings.load(reader);
            }
            settings.stringPropertyNames().stream().filter(name -> name.startsWith("contimg."))
                    .filter(name -> !name.startsWith("contimg.database.path."))
                    .forEach(name -> keys.put(name, settings.getProperty(name)));
        }
        return keys;
    }

    private static void addMapped(Path source, Map<String, String> keys) {
        ConfigMappings.getProperties(ConfigClass.configClass(mapping(source))).forEach((name, property) -> {
            // A list has a second name, for its members one by one.
            if (!name.endsWith("[*]")) {
                keys.put(name, property.hasDefaultValue() && property.getDefaultValue() != null
                        ? property.getDefaultValue()
                        : "");
            }
        });
    }

    private static Class<?> mapping(Path source) {
        String name = SOURCES.relativize(source).toString().replace(".java", "").replace('/', '.');
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}

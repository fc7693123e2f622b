package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** What operators are given to edit has every setting, by the name of its variable, and changes nothing until they do. */
class EnvironmentFileTest {
    private static final Path FILE = Path.of("deploy/contimg-db.env");
    private static final Pattern ROW = Pattern.compile("\\| `(contimg\\.[^`]+)` \\| (?:`([^`]+)`)? ?\\| .* \\|");
    private static final Pattern VARIABLE = Pattern.compile("(#?)([A-Z0-9_]+)=(.*)");
    private static final List<String> DATABASES = List.of("products", "cal_registry", "hdf5", "ingest",
            "data_registry");
    private static final String STATE = "/data/dsa110-contimg/state";

    @Test
    void everySettingIsThereWithItsDefault() throws IOException {
        Map<String, String> expected = new TreeMap<>(Map.of("PIPELINE_STATE_DIR", STATE, "QUARKUS_HTTP_PORT", "8080",
                "QUARKUS_HTTP_HOST", "127.0.0.1", "QUARKUS_LOG_LEVEL", "INFO", "PIPELINE_DB", ""));
        DATABASES.forEach(name -> expected.put("PIPELINE_" + name.toUpperCase(Locale.ROOT) + "_DB",
                STATE + "/" + name + ".sqlite3"));
        for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String key = row.group(1);
                String value = row.group(2) == null ? "" : row.group(2).replaceFirst("^\\$\\{.*?:(.*)}$", "$1");
                if (key.endsWith(".*")) {
                    DATABASES.forEach(name -> expected.put(variable(key.replace("*", name)),
                            STATE + "/" + name + ".sqlite3"));
                } else {
                    expected.put(variable(key), value);
                }
            }
        }
        assertThat(expected).hasSizeGreaterThan(30);

        Map<String, String> variables = new TreeMap<>();
        List<String> set = new ArrayList<>();
        boolean described = false;
        for (String line : Files.readAllLines(FILE)) {
            Matcher variable = VARIABLE.matcher(line);
            if (variable.matches()) {
                assertThat(described).as("a description above %s", line).isTrue();
                assertThat(variables.put(variable.group(2), variable.group(3))).as("a second %s", line).isNull();
                if (variable.group(1).isEmpty()) {
                    set.add(variable.group(2));
                }
            } else {
                assertThat(line).as("a comment, and no variable that is misspelt").matches("|# .+");
                described = !line.isEmpty();
            }
        }
        assertThat(variables).isEqualTo(expected);
        assertThat(set).as("what is not the operator's to leave out").containsExactly("PIPELINE_STATE_DIR");
    }

    @Test
    void allFilesMeanTheSameFolder() throws IOException {
        assertThat(Files.readAllLines(Path.of("deploy/systemd/contimg-db.service")))
                .contains("ReadWritePaths=" + STATE, "RequiresMountsFor=" + STATE);
        assertThat(Files.readString(Path.of("deploy/tmpfiles.d/contimg-db.conf")))
                .containsPattern("\nd +" + STATE + " ");
    }

    /** As MicroProfile Config derives it. */
    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}

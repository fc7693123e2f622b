package org.dsa110.contimg.internal.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import org.dsa110.contimg.files.Folder;
import org.dsa110.contimg.files.RegularFile;

/**
 * The files in which the framework looks for settings, as it finds them: {@code config/application.properties}, those that
 * {@code quarkus.config.locations} names, those of profiles beside each, whether they are active or not, and {@code .env} for variables. What
 * is at no path of this machine, such as a URL, is not looked at. Stateless.
 */
public final class SettingFiles {
    private static final Path KEYS = Path.of("config/application.properties");
    private static final Path VARIABLES = Path.of(".env");
    private static final List<String> LOCATIONS = List.of("quarkus.config.locations", "smallrye.config.locations");
    private static final String UNESCAPED_COMMA = "(?<!\\\\),";
    private static final String ENDING = ".properties";
    private static final int MOST_BYTES = 4 << 20;

    private SettingFiles() {
    }

    /**
     * What is misspelt in the files of a folder in which the program starts.
     *
     * @param folder what paths are relative to
     * @param environment the variables of the process
     * @param system the system properties
     * @return a sentence each, with the name of the file where it is not one of the two that are always there
     */
    public static List<String> misspelt(Path folder, Map<String, String> environment, Properties system) {
        Properties variables = settings(folder.resolve(VARIABLES));
        Properties keys = settings(folder.resolve(KEYS));
        List<String> sentences = new ArrayList<>(MisspeltNames.variables(variables.stringPropertyNames()));
        sentences.addAll(MisspeltNames.keys(keys.stringPropertyNames()));
        Set<Path> others = new LinkedHashSet<>(ofProfiles(folder.resolve(KEYS)));
        for (String key : LOCATIONS) {
            String variable = SettingNames.variable(key);
            for (String named : new String[]{system.getProperty(key), environment.get(variable),
                    variables.getProperty(variable), keys.getProperty(key)}) {
                if (named != null) {
                    for (String location : named.split(UNESCAPED_COMMA)) {
                        if (!location.isBlank()) {
                            others.addAll(at(folder, location.strip()));
                        }
                    }
                }
            }
        }
        for (Path file : others) {
            MisspeltNames.keys(settings(file).stringPropertyNames())
                    .forEach(sentence -> sentences.add(file + ": " + sentence));
        }
        return sentences;
    }

    private static List<Path> at(Path folder, String location) {
        try {
            Path path = folder.resolve(location.replaceFirst("^file:(//)?(?=/)", ""));
            if (Files.isDirectory(path)) {
                return matching(path, "");
            }
            List<Path> files = new ArrayList<>(List.of(path));
            files.addAll(ofProfiles(path));
            return files;
        } catch (InvalidPathException noPath) {
            return List.of();
        }
    }

    /** Such as {@code application-prod.properties} beside {@code application.properties}. */
    private static List<Path> ofProfiles(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) && Files.isDirectory(file.resolveSibling("."))
                ? matching(file.resolveSibling("."), name.substring(0, name.length() - ENDING.length()) + "-")
                : List.of();
    }

    private static List<Path> matching(Path folder, String beginning) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Folder.open(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.startsWith(beginning) && name.endsWith(ENDING)) {
                    found.add(file.normalize());
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // The framework says what is wrong where it looks for files.
            return List.of();
        }
        found.sort(null);
        return found;
    }

    /** What a file sets; nothing where there is none. */
    private static Properties settings(Path file) {
        Properties settings = new Properties();
        if (!Files.isRegularFile(file)) {
            return settings;
        }
        try {
            // Names are ASCII: a comment that is no UTF-8 must not keep the others from being looked at.
            settings.load(new StringReader(new String(RegularFile.bytes(file, MOST_BYTES), StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException unreadable) {
            // The framework says what is wrong with its files, where it reads them.
            return new Properties();
        }
        return settings;
    }
}

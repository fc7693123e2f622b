package org.dsa110.contimg.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.dsa110.contimg.files.RegularFile;
import org.dsa110.contimg.internal.logs.Printable;
import org.dsa110.contimg.internal.settings.MisspeltNames;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Begins no command while a setting is misspelt: the program would use another file than it was told, or let in whom it was not to.
 * Help is given all the same. Stateless.
 */
final class CheckedSettings implements IExecutionStrategy {
    /** Where the framework looks for keys, and for variables, beside the environment and the system properties. */
    private static final Path KEYS = Path.of("config/application.properties");
    private static final Path VARIABLES = Path.of(".env");
    private static final int MOST_BYTES = 4 << 20;

    @Override
    public int execute(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        CommandLine command = parsed.commandSpec().commandLine();
        List<String> misspelt = misspelt();
        if (misspelt.isEmpty()) {
            return new RunLast().execute(parsed);
        }
        PrintWriter errors = command.getErr();
        misspelt.forEach(sentence -> errors.println("contimg-db: " + Printable.of(sentence)));
        errors.flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static List<String> misspelt() {
        List<String> sentences = new ArrayList<>(MisspeltNames.variables(System.getenv().keySet()));
        sentences.addAll(MisspeltNames.variables(names(VARIABLES)));
        sentences.addAll(MisspeltNames.keys(System.getProperties().stringPropertyNames()));
        sentences.addAll(MisspeltNames.keys(names(KEYS)));
        return sentences;
    }

    /** What a file of settings sets; nothing where there is none. */
    private static List<String> names(Path file) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        Properties settings = new Properties();
        try {
            // Names are ASCII: a comment that is no UTF-8 must not keep the others from being looked at.
            settings.load(new StringReader(new String(RegularFile.bytes(file, MOST_BYTES), StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException unreadable) {
            // The framework says what is wrong with its files, where it reads them.
            return List.of();
        }
        return List.copyOf(settings.stringPropertyNames());
    }
}

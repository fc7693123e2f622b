package org.dsa110.contimg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.internal.logs.Printable;
import org.dsa110.contimg.internal.settings.MisspeltNames;
import org.dsa110.contimg.internal.settings.SettingFiles;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Begins no command while a setting is misspelt: the program would use another file than it was told, or let in whom it was not to.
 * Help is given all the same. Stateless.
 */
final class CheckedSettings implements IExecutionStrategy {
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
        // The framework takes a key from the environment as it stands, too.
        sentences.addAll(MisspeltNames.keys(System.getenv().keySet()));
        sentences.addAll(MisspeltNames.keys(System.getProperties().stringPropertyNames()));
        sentences.addAll(SettingFiles.misspelt(Path.of(""), System.getenv(), System.getProperties()));
        return sentences;
    }
}

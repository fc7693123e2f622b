package org.dsa110.contimg.cli.schema;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.smallrye.config.ConfigValidationException;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.internal.logs.Printable;

/** Tells people why the program could not do what they asked for. */
public final class FailureSentence {
    /** How the framework tells of a setting, between numbers and classes of its own. */
    private static final Pattern SETTING = Pattern.compile(
            "(?:[\\w.$]+Exception: )?SRCFG\\d+: The config property (\\S+) with the config value \"(.*)\" threw an"
                    + " Exception whilst being converted (.*)",
            Pattern.DOTALL);
    private static final Pattern NUMBERS = Pattern.compile("(?:[\\w.$]+Exception: )|SRCFG\\d+: ");

    private FailureSentence() {
    }

    /** Prints the reason on standard error. */
    public static void print(Throwable failure) {
        // The framework tells wrong settings on a line each; further lines are indented, so that none can look like another program's.
        System.err.println("contimg-db: "
                + of(failure).lines().map(line -> Printable.of(line.strip())).collect(Collectors.joining("\n    ")));
    }

    /** What says what could not be done, and at its end, unless that says it already, the first cause of it. */
    public static String of(Throwable failure) {
        Throwable told = failure;
        while (told.getCause() != null && !(told instanceof DatabaseException)
                && !(told instanceof ConfigValidationException)) {
            told = told.getCause();
        }
        if (told instanceof ConfigValidationException settings) {
            return IntStream.range(0, settings.getProblemCount())
                    .mapToObj(number -> ofSetting(settings.getProblem(number).getMessage()))
                    .collect(Collectors.joining("\n"));
        }
        Throwable first = told;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String message = told instanceof IOException io ? FileFailure.sentence(io) : String.valueOf(told.getMessage());
        String cause = first instanceof IOException io ? FileFailure.sentence(io) : String.valueOf(first.getMessage());
        return first == told || first.getMessage() == null || message.contains(first.getMessage())
                || message.contains(cause)
                        ? message
                        : message.stripTrailing() + ": " + cause;
    }

    private static String ofSetting(String problem) {
        Matcher wrong = SETTING.matcher(problem);
        String sentence = wrong.matches()
                ? wrong.group(1) + "=" + wrong.group(2) + " cannot be: " + wrong.group(3)
                : problem;
        return NUMBERS.matcher(sentence).replaceAll("").replace('\n', ' ').strip();
    }
}

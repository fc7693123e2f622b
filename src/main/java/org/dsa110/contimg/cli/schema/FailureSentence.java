package org.dsa110.contimg.cli.schema;

import java.io.IOException;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.internal.logs.Printable;

/** Tells people why the program could not do what they asked for. */
public final class FailureSentence {
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
        while (told.getCause() != null && !(told instanceof DatabaseException)) {
            told = told.getCause();
        }
        Throwable first = told;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String message = String.valueOf(told.getMessage());
        String cause = first instanceof IOException io ? FileFailure.sentence(io) : String.valueOf(first.getMessage());
        return first == told || first.getMessage() == null || message.contains(first.getMessage())
                || message.contains(cause)
                        ? message
                        : message.stripTrailing() + "\n" + cause;
    }
}

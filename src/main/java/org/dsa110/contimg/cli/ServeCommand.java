package org.dsa110.contimg.cli;

import java.io.IOException;
import java.util.stream.Collectors;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.internal.logs.Printable;
import picocli.CommandLine.Command;

/** Runs the service until it is told to stop. Settings come from the environment and from configuration files. */
@Command(name = "serve", mixinStandardHelpOptions = true,
        description = "Serves the five databases over HTTP (the default).")
class ServeCommand implements Runnable {
    @Override
    public void run() {
        // The framework would answer a broken URL with an empty 400; RouterProblems gives it the shape of the others.
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(null, ServeCommand::end);
    }

    /** What says what could not be done, and at its end, unless that says it already, the first cause of it. */
    static String why(Throwable failure) {
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

    /** Quarkus has logged a failure with its trace; people get its reason as the last line. */
    private static void end(int status, Throwable failure) {
        if (failure != null) {
            // The framework tells wrong settings on a line each; further lines are indented, so that none can look like another program's.
            System.err.println("contimg-db: " + why(failure).lines()
                    .map(line -> Printable.of(line.strip())).collect(Collectors.joining("\n    ")));
        }
        // Ends the program. Dev mode has another handler, which does not: it stops the service at each reload.
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(status, failure);
    }
}

package org.dsa110.contimg.cli;

import java.util.stream.Collectors;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import org.dsa110.contimg.database.DatabaseException;
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

    /** Quarkus has logged a failure with its trace; people get its reason as the last line. */
    private static void end(int status, Throwable failure) {
        if (failure != null) {
            Throwable reason = failure;
            while (reason.getCause() != null && !(reason instanceof DatabaseException)) {
                reason = reason.getCause();
            }
            // The framework tells wrong settings on a line each; further lines are indented, so that none can look like another program's.
            System.err.println("contimg-db: " + String.valueOf(reason.getMessage()).lines()
                    .map(line -> Printable.of(line.strip())).collect(Collectors.joining("\n    ")));
        }
        // Ends the program. Dev mode has another handler, which does not: it stops the service at each reload.
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(status, failure);
    }
}

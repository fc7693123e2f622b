package org.dsa110.contimg.cli;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import org.dsa110.contimg.cli.schema.FailureSentence;
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
            FailureSentence.print(failure);
        }
        // Ends the program. Dev mode has another handler, which does not: it stops the service at each reload.
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(status, failure);
    }
}

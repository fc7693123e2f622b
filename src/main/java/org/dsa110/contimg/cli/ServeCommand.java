package org.dsa110.contimg.cli;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

/** Runs the service until it is told to stop. Settings come from the environment and from configuration files. */
@Command(name = "serve", mixinStandardHelpOptions = true,
        description = "Serves the five databases over HTTP (the default).")
class ServeCommand implements Runnable {
    @Override
    public void run() {
        Quarkus.run();
    }
}

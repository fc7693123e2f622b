package org.dsa110.contimg.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import org.dsa110.contimg.cli.schema.FailureSentence;
import org.dsa110.contimg.cli.schema.StandaloneLog;
import org.dsa110.contimg.files.TemporaryFolder;
import picocli.CommandLine.Command;

/** Runs the service until it is told to stop. Settings come from the environment and from configuration files. */
@Command(name = "serve", mixinStandardHelpOptions = true,
        description = "Serves the five databases over HTTP (the default).",
        footer = {"%nUnless told otherwise, by these variables of the environment:",
                "  QUARKUS_HTTP_HOST, QUARKUS_HTTP_PORT   127.0.0.1, 8080",
                "  PIPELINE_STATE_DIR                     /data/dsa110-contimg/state, the folder of the five files",
                "  CONTIMG_INGEST_INCOMING_DIR            none: no folder is scanned for subband files",
                "  CONTIMG_INGEST_CONVERTER_COMMAND       none: groups wait for workers elsewhere",
                "  CONTIMG_INGEST_WORKERS                 2 conversions at a time",
                "  CONTIMG_BACKUP_FOLDER                  none: no backups are made",
                "  CONTIMG_ACCESS_TOKENS                  none: no tokens are asked for, on this machine only",
                "docs/configuration.md and /etc/contimg-db/contimg-db.env have all of them."})
class ServeCommand implements Runnable {
    @Override
    public void run() {
        // The framework would answer a broken URL with an empty 400; RouterProblems gives it the shape of the others.
        System.setProperty("vertx.disableURIValidation", "true");
        try {
            // The framework makes a folder there before anything else.
            TemporaryFolder.requireWritable();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StandaloneLog.keepWarningsForTheFramework();
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

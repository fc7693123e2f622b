package org.dsa110.contimg.cli.schema;

import java.util.logging.Handler;
import java.util.logging.Logger;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import org.dsa110.contimg.internal.logs.PrintableRecords;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** What is logged where the framework does not set up a log: warnings and worse, on standard error, as the service prints them. Stateless. */
final class StandaloneLog {
    /** That of the framework. */
    private static final String FORMAT = "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c{3.}] (%t) %s%e%n";

    private StandaloneLog() {
    }

    /** To be called before anything is logged, once in a process. */
    static void start() {
        Handler errors = new ConsoleHandler(ConsoleHandler.Target.SYSTEM_ERR, new PatternFormatter(FORMAT));
        errors.setLevel(Level.WARN);
        errors.setFilter(new PrintableRecords());
        Logger.getLogger("").setLevel(Level.WARN);
        InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[]{errors});
    }
}

package org.dsa110.contimg.cli.schema;

import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Logger;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import org.dsa110.contimg.internal.logs.PrintableRecords;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** What is logged where the framework does not set up a log: warnings and worse, on standard error, as the service prints them. Stateless. */
public final class StandaloneLog {
    /** That of the framework. */
    private static final String FORMAT = "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c{3.}] (%t) %s%e%n";

    /** As the settings of the service have it. */
    private static final Set<String> UNTOLD = Set.of("org.sqlite.SQLiteJDBCLoader",
            "org.flywaydb.core.internal.jdbc.TransactionalExecutionTemplate");

    private StandaloneLog() {
    }

    /**
     * Has nothing but warnings wait for the log that the framework sets up, with levels of its own: where a setting is wrong it sets up
     * none, and tells all that waits.
     */
    public static void keepWarningsForTheFramework() {
        Logger.getLogger("").setLevel(Level.WARN);
    }

    /** To be called before anything is logged, once in a process. */
    static void start() {
        Handler errors = new ConsoleHandler(ConsoleHandler.Target.SYSTEM_ERR, new PatternFormatter(FORMAT));
        errors.setLevel(Level.WARN);
        PrintableRecords printable = new PrintableRecords();
        errors.setFilter(line -> !UNTOLD.contains(String.valueOf(line.getLoggerName())) && printable.isLoggable(line));
        Logger.getLogger("").setLevel(Level.WARN);
        InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[]{errors});
    }
}

package org.dsa110.contimg.cli.schema;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.dsa110.contimg.files.TemporaryFolder;
import org.dsa110.contimg.migration.Schemas;

/**
 * Runs a command's work with the settings, the migrations and the classes that the service has, in the native file too, and without what
 * makes it a service: no port, no timer, no open database, no file of the log. What is logged goes to standard error.
 */
public final class WithoutService {
    /** The one that runs; the framework makes its application itself. */
    private static volatile Work work;

    private WithoutService() {
    }

    /** What a command does. */
    @FunctionalInterface
    public interface Work {
        /**
         * @param beans the program's
         * @return the exit status
         */
        int run(Instance<Object> beans) throws Exception;
    }

    /** What a command does with the schemas. */
    @FunctionalInterface
    public interface SchemaWork {
        /** @return the exit status */
        int run(Schemas schemas) throws Exception;
    }

    /**
     * The same as {@link #run}, of work that wants no other of the program's classes. On a JVM the framework is not started for it, as that
     * takes several times as long as most of such work; in a native file it takes no time.
     */
    public static int onSchemas(SchemaWork work) {
        if (ImageMode.current().isNativeImage()) {
            return run(beans -> work.run(beans.select(Schemas.class).get()));
        }
        try {
            StandaloneLog.start();
            return work.run(StandaloneSchemas.make());
        } catch (Exception e) {
            FailureSentence.print(e);
            return 1;
        }
    }

    /**
     * To be called once in a process.
     *
     * @return the exit status of the work; 1 when it throws or cannot begin, and standard error has then said why
     */
    public static int run(Work work) {
        try {
            TemporaryFolder.requireWritable();
        } catch (IOException e) {
            FailureSentence.print(e);
            return 1;
        }
        WithoutService.work = work;
        settings().forEach(System::setProperty);
        StandaloneLog.keepWarningsForTheFramework();
        int[] ended = {1};
        Quarkus.run(Application.class, (status, failure) -> {
            if (failure != null) {
                FailureSentence.print(failure);
            }
            ended[0] = status;
        });
        return ended[0];
    }

    /** They outrank the environment, which is the service's. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("contimg.open-at-start", "false");
        settings.put("contimg.ingest.scheduled", "false");
        settings.put("quarkus.scheduler.enabled", "false");
        settings.put("quarkus.http.host-enabled", "false");
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.shutdown.delay", "0");
        settings.put("quarkus.log.console.stderr", "true");
        settings.put("quarkus.log.console.level", "WARN");
        settings.put("quarkus.log.file.enabled", "false");
        settings.put("quarkus.log.handler.file.audit.enabled", "false");
        settings.put("quarkus.log.handler.file.refused.enabled", "false");
        return settings;
    }

    /** The framework starts it when the beans are there. */
    public static final class Application implements QuarkusApplication {
        @Override
        public int run(String... arguments) {
            try {
                return work.run(CDI.current());
            } catch (Exception e) {
                FailureSentence.print(e);
                return 1;
            }
        }
    }
}

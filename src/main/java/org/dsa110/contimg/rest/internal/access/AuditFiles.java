package org.dsa110.contimg.rest.internal.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.StartupEvent;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.rest.declare.WithRest;
import org.eclipse.microprofile.config.Config;

/**
 * Has a service not start whose audit log goes nowhere: to a file of its own that cannot be written to, of which the log manager says so on
 * standard error and goes on without it; or only to handlers of which none is enabled, of which nothing says anything.
 */
@WithRest
@Singleton
class AuditFiles {
    private final Config settings;

    AuditFiles(Config settings) {
        this.settings = settings;
    }

    /** @throws IllegalStateException naming the setting, and the file where there is one */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        if (!settings.getValue("quarkus.http.host-enabled", Boolean.class)) {
            return;
        }
        for (String category : List.of(AuditLog.CATEGORY, AuditLog.REFUSED)) {
            String key = "quarkus.log.category.\"" + category + "\".";
            List<String> handlers = settings.getOptionalValues(key + "handlers", String.class).orElse(List.of());
            handlers.forEach(this::checkHandler);
            boolean goesUp = settings.getOptionalValue(key + "use-parent-handlers", Boolean.class).orElse(true);
            if (!goesUp && handlers.stream().noneMatch(this::isEnabled)) {
                throw new IllegalStateException(
                        "the audit log would be lost: " + key + "use-parent-handlers is false, and "
                                + (handlers.isEmpty()
                                        ? "there are no handlers; set its handlers"
                                        : "of its handlers, " + String.join(", ", handlers)
                                                + ", none is enabled; set quarkus.log.handler.file." + handlers.get(0)
                                                + ".enabled=true")
                                + ", or leave use-parent-handlers out");
            }
        }
    }

    /** Handlers of consoles are so unless told otherwise, where there is any setting of theirs. */
    private boolean isEnabled(String name) {
        for (String kind : List.of("file", "syslog", "socket")) {
            if (isTrue("quarkus.log.handler." + kind, name, false)) {
                return true;
            }
        }
        String console = "quarkus.log.handler.console";
        return isTrue(console, name, true)
                && StreamSupport.stream(settings.getPropertyNames().spliterator(), false)
                        .anyMatch(key -> plain(key).startsWith(plain(console + "." + name + ".")));
    }

    /** @param name which may stand in quotes in the key */
    private boolean isTrue(String kind, String name, boolean otherwise) {
        return settings.getOptionalValue(kind + "." + name + ".enabled", Boolean.class)
                .or(() -> settings.getOptionalValue(kind + ".\"" + name + "\".enabled", Boolean.class))
                .orElse(otherwise);
    }

    /** The key so that it is the same from a file and from the environment. */
    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", ".");
    }

    private void checkHandler(String name) {
        String handler = "quarkus.log.handler.file." + name;
        Path file = settings.getOptionalValue(handler + ".path", Path.class).orElse(null);
        if (file == null || !settings.getOptionalValue(handler + ".enabled", Boolean.class).orElse(false)) {
            return;
        }
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            // A device, or a pipe on which opening would wait.
            return;
        }
        try {
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
        } catch (IOException e) {
            throw new IllegalStateException(
                    handler + ".path=" + file + " cannot be written to, and the audit log would be lost: "
                            + FileFailure.reason(e));
        }
    }
}

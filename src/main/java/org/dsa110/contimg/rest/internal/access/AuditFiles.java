package org.dsa110.contimg.rest.internal.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.StartupEvent;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.rest.declare.WithRest;
import org.eclipse.microprofile.config.Config;

/**
 * Has a service not start whose audit log has a file of its own that cannot be written to: the log manager says so on standard error, and
 * goes on without the file.
 */
@WithRest
@Singleton
class AuditFiles {
    private final Config settings;

    AuditFiles(Config settings) {
        this.settings = settings;
    }

    /** @throws IllegalStateException naming the setting and the file */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        if (!settings.getValue("quarkus.http.host-enabled", Boolean.class)) {
            return;
        }
        for (String category : List.of(AuditLog.CATEGORY, AuditLog.REFUSED)) {
            settings.getOptionalValues("quarkus.log.category.\"" + category + "\".handlers", String.class)
                    .orElse(List.of()).forEach(this::checkHandler);
        }
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

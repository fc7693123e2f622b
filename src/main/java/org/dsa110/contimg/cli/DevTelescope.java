package org.dsa110.contimg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.migration.DatabasesOpened;
import org.jboss.logging.Logger;

/** Lets a simulated telescope observe while the service runs in dev mode, so that there is something to see. */
@ApplicationScoped
@IfBuildProfile("dev")
class DevTelescope {
    private static final Logger LOG = Logger.getLogger(DevTelescope.class);

    /** Where the real service has its files, and what it does with them. */
    private static final Pattern OF_THE_HOST = Pattern.compile("PIPELINE_(STATE_DIR|(\\w+_)?DB)|(CAL|DATA)_REGISTRY_DB"
            + "|HDF5_DB_PATH|CONTIMG_(STATE_DIR|\\w+_DB|DATABASE_PATH_\\w+|BACKUP_FOLDER|ACCESS_TOKENS"
            + "|INGEST_(INCOMING_DIR|OUTCOME_DIR|CONVERTER_COMMAND))|QUARKUS_LOG_FILE_\\w+"
            + "|QUARKUS_LOG_(HANDLER_FILE|CATEGORY__ORG_DSA110_CONTIMG)_(AUDIT|REFUSED)_\\w+");

    private final Path incoming;
    private final Duration interval;
    private Thread thread;

    /** @throws java.util.NoSuchElementException without an incoming folder, which dev mode always has */
    DevTelescope(IngestConfig ingest, DevConfig dev) {
        this.incoming = ingest.incomingDir().orElseThrow();
        this.interval = dev.observationInterval();
    }

    /** First, so that the folder is there when it is scanned. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) DatabasesOpened event) {
        String passedOver = System.getenv().keySet().stream().filter(OF_THE_HOST.asMatchPredicate()).sorted()
                .collect(Collectors.joining(", "));
        if (!passedOver.isEmpty()) {
            LOG.infof("Dev mode keeps everything in %s; these variables are for the real service, and passed over: %s",
                    incoming.toAbsolutePath().getParent(), passedOver);
        }
        try {
            Files.createDirectories(incoming);
        } catch (IOException e) {
            LOG.errorf("There is no simulated telescope, as its folder cannot be made: %s", FileFailure.sentence(e));
            return;
        }
        thread = new Thread(this::observe, "simulated telescope");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
    }

    /** A start that fails after this began has no shutdown event. */
    @PreDestroy
    void end() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void observe() {
        try {
            new SimulatedTelescope(incoming, new Random().nextLong(), interval, LOG::info)
                    .observe(SimulatedTelescope.nextStart(incoming, LocalDateTime.now(ZoneOffset.UTC)), Long.MAX_VALUE);
        } catch (InterruptedException stopped) {
            LOG.debug("The simulated telescope stops");
        } catch (IOException e) {
            LOG.errorf(e, "The simulated telescope cannot write to %s and stops", incoming);
        }
    }
}

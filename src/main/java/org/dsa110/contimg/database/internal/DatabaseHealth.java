package org.dsa110.contimg.database.internal;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Not ready when the program stops, a file cannot be opened, or a writer has had work waiting without any progress for 30 s, or for
 * longer than it may wait for another program's lock. It opens connections of its own that only read, so that it waits for no lock and no
 * queue. Its answer is for everybody, also where tokens are required: it names databases and kinds of faults, and the log has their files.
 */
@Readiness
@ApplicationScoped
class DatabaseHealth implements HealthCheck {
    private static final Duration STALL = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(DatabaseHealth.class);

    private final QueueingUnitExecutor units;
    /** What is wrong with a database, which is logged once as long as it stays the same. */
    private final Map<Database, String> told = new ConcurrentHashMap<>();
    private final Duration stall;

    DatabaseHealth(QueueingUnitExecutor units, DatabaseConfig config) {
        this.units = units;
        Duration lock = config.lockTimeout();
        this.stall = lock.compareTo(STALL) > 0 ? lock.plus(MARGIN) : STALL;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("databases").status(!units.isStopping());
        for (Database database : Database.values()) {
            String fault = fault(database);
            response.withData(database.unitName(), fault == null ? "ok" : fault);
            if (fault != null) {
                response.down();
            }
        }
        return response.build();
    }

    private String fault(Database database) {
        Duration stalled = units.stalledFor(database);
        if (stalled.compareTo(stall) >= 0) {
            return "its writer made no progress for " + stalled.toSeconds() + " s";
        }
        try {
            units.probe(database);
            if (told.remove(database) != null) {
                LOG.infof("%s is ready again", database.unitName());
            }
            return null;
        } catch (DatabaseException e) {
            if (!e.getMessage().equals(told.put(database, e.getMessage()))) {
                LOG.warnf(e, "%s is not ready", database.unitName());
            }
            return e.kind().name().toLowerCase(Locale.ROOT) + "; the service's log says why";
        }
    }
}

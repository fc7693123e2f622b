package org.dsa110.contimg.database;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready when a writer has work waiting and made no progress for 30 s, or a file cannot be read. It only reads, so it waits for no
 * lock.
 */
@Readiness
@ApplicationScoped
class DatabaseHealth implements AsyncHealthCheck {
    private static final Duration STALL = Duration.ofSeconds(30);
    private static final Duration READ = Duration.ofSeconds(5);

    private final UnitsOfWork units;

    DatabaseHealth(UnitsOfWork units) {
        this.units = units;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        List<Uni<Finding>> findings = new ArrayList<>();
        for (Database database : Database.values()) {
            findings.add(examine(database));
        }
        return Uni.join().all(findings).andFailFast().map(DatabaseHealth::response);
    }

    /** @param fault null when all is well */
    private record Finding(Database database, String fault) {
    }

    private Uni<Finding> examine(Database database) {
        Duration stalled = units.stalledFor(database);
        if (stalled.compareTo(STALL) >= 0) {
            return Uni.createFrom()
                    .item(new Finding(database, "its writer made no progress for " + stalled.toSeconds() + " s"));
        }
        return units.read(database, connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
                rows.next();
                return new Finding(database, null);
            }
        }).ifNoItem().after(READ).fail().onFailure()
                .recoverWithItem(e -> new Finding(database, "cannot be read: " + e.getMessage()));
    }

    private static HealthCheckResponse response(List<Finding> findings) {
        HealthCheckResponseBuilder builder = HealthCheckResponse.named("databases").up();
        for (Finding finding : findings) {
            builder.withData(finding.database().unitName(), finding.fault() == null ? "ok" : finding.fault());
            if (finding.fault() != null) {
                builder.down();
            }
        }
        return builder.build();
    }
}

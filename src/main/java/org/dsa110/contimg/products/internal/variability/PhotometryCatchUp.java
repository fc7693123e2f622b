package org.dsa110.contimg.products.internal.variability;

import java.time.Clock;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.migration.DatabasesOpened;
import org.dsa110.contimg.products.VariabilityConfig;
import org.dsa110.contimg.products.internal.sources.DueSummariesSql;
import org.jboss.logging.Logger;

/**
 * Computes what follows from the photometry of a source and is not in step with it: statistics where other programs have changed it, and
 * what is kept for the list of sources, whoever has. Looks for such sources at an interval, from when the databases are open until the
 * service begins to stop. Thread-safe.
 */
@ApplicationScoped
class PhotometryCatchUp {
    private static final Logger LOG = Logger.getLogger(PhotometryCatchUp.class);

    private final UnitExecutor units;
    private final VariabilityConfig config;
    private final DueCatchUp<Long> variability;
    private final DueCatchUp<DueSummariesSql.Name> summaries;
    private volatile Runnable forgetNotice = () -> {
    };
    private volatile Cancellable looks = () -> {
    };

    PhotometryCatchUp(UnitExecutor units, VariabilityConfig config, Clock clock, MeterRegistry metrics) {
        this.units = units;
        this.config = config;
        this.variability = new DueCatchUp<>(units, "variability", new DueSourcesSql(clock),
                Counter.builder("contimg_variability_caught_up").description(
                        "Sources whose statistics were computed anew after a change of photometry past the service")
                        .register(metrics),
                Counter.builder("contimg_variability_failures")
                        .description("Sources, and looks for such sources, of which that failed").register(metrics));
        this.summaries = new DueCatchUp<>(units, "sources", new DueSummariesSql(),
                Counter.builder("contimg_sources_caught_up")
                        .description(
                                "Sources whose position and counts were computed anew after a change of photometry")
                        .register(metrics),
                Counter.builder("contimg_sources_failures")
                        .description("Sources, and looks for such sources, of which that failed").register(metrics));
    }

    void start(@Observes DatabasesOpened event) {
        config.catchUpInterval().ifPresent(interval -> {
            forgetNotice = units.onStopNotice(this::stop);
            looks = Multi.createFrom().ticks().every(interval).onOverflow().drop().onItem()
                    .transformToUniAndConcatenate(tick -> catchUp()).subscribe().with(count -> {
                        if (count > 0) {
                            LOG.debugf("%d times something of a source was brought up to date", count);
                        }
                    });
        });
    }

    /** Before the databases close. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        stop();
    }

    /** A start that fails after it began has no shutdown event, and dev mode goes on with the next start. */
    @PreDestroy
    void stop() {
        looks.cancel();
        forgetNotice.run();
    }

    /** Statistics first, which clients wait for: what sources have is right before it is computed anew, too. */
    private Uni<Long> catchUp() {
        return variability.run().flatMap(count -> summaries.run().map(more -> count + more));
    }
}

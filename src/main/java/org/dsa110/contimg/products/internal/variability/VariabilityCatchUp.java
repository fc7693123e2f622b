package org.dsa110.contimg.products.internal.variability;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

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
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.dsa110.contimg.migration.DatabasesOpened;
import org.dsa110.contimg.products.VariabilityConfig;
import org.jboss.logging.Logger;

/**
 * Computes the statistics of sources whose photometry other programs have changed: looks for them at an interval, from when the databases
 * are open until the service begins to stop. Each is a unit of work of its own, so that requests go between them, and one that fails
 * keeps its mark and hinders no other. Thread-safe.
 */
@ApplicationScoped
class VariabilityCatchUp {
    private static final Logger LOG = Logger.getLogger(VariabilityCatchUp.class);
    private static final RepeatedLines FAULTS = RepeatedLines.of(VariabilityCatchUp.class);
    /** Few, as requests wait behind them in the writer's queue. */
    private static final int AT_A_TIME = 4;

    private final UnitExecutor units;
    private final VariabilityConfig config;
    private final Clock clock;
    private final Counter caughtUp;
    private final Counter failures;
    private volatile Runnable forgetNotice = () -> {
    };
    private volatile Cancellable looks = () -> {
    };

    VariabilityCatchUp(UnitExecutor units, VariabilityConfig config, Clock clock, MeterRegistry metrics) {
        this.units = units;
        this.config = config;
        this.clock = clock;
        this.caughtUp = Counter.builder("contimg_variability_caught_up")
                .description(
                        "Sources whose statistics were computed anew after a change of photometry past the service")
                .register(metrics);
        this.failures = Counter.builder("contimg_variability_failures")
                .description("Sources, and looks for such sources, of which that failed").register(metrics);
    }

    void start(@Observes DatabasesOpened event) {
        config.catchUpInterval().ifPresent(interval -> {
            forgetNotice = units.onStopNotice(this::stop);
            looks = Multi.createFrom().ticks().every(interval).onOverflow().drop().onItem()
                    .transformToUniAndConcatenate(tick -> catchUp()).subscribe().with(count -> {
                        if (count > 0) {
                            LOG.debugf("The statistics of %d sources were brought up to date", count);
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

    private Uni<Long> catchUp() {
        return Multi.createBy().repeating().uni(AtomicLong::new, last -> units.read(Database.PRODUCTS,
                UnitOfWork.sql("look for due variability", connection -> DueSourcesSql.after(connection, last.get())))
                .invoke(numbers -> numbers.forEach(last::set))).whilst(numbers -> !numbers.isEmpty())
                .onItem().<Long>disjoint().onItem().transformToUni(this::settle).merge(AT_A_TIME)
                .collect().with(Collectors.summingLong(Long::longValue))
                .onFailure()
                .recoverWithItem(failure -> failed("Photometry was not looked through for changes", failure));
    }

    /** @return how many were, one or none */
    private Uni<Long> settle(long number) {
        return units.write(Database.PRODUCTS, UnitOfWork.sql("catch up variability", connection -> {
            DueSourcesSql.settle(connection, new VariabilitySql(connection, clock.millis() / 1000.0), number);
            return 1L;
        })).invoke(count -> caughtUp.increment())
                .onFailure().recoverWithItem(failure -> failed("The statistics of a source stay as they are", failure));
    }

    private long failed(String what, Throwable failure) {
        if (!units.isStopping()) {
            failures.increment();
            FAULTS.warn(RepeatedLines.origin(failure), null, "%s, until the next look: %s", what, failure.getMessage());
        }
        return 0;
    }
}

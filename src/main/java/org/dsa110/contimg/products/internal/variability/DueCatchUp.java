package org.dsa110.contimg.products.internal.variability;

import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.dsa110.contimg.products.internal.sources.DueRows;

/**
 * Does what is due of one kind, for one source after the other. Each is a unit of work of its own, so that requests go between them, and
 * one that fails stays due and hinders no other. Thread-safe.
 *
 * @param <P> a place among the rows that are due
 */
final class DueCatchUp<P> {
    private static final RepeatedLines FAULTS = RepeatedLines.of(DueCatchUp.class);
    /** Few, as requests wait behind them in the writer's queue. */
    private static final int AT_A_TIME = 4;

    private final UnitExecutor units;
    private final String what;
    private final DueRows<P> due;
    private final Counter caughtUp;
    private final Counter failures;

    /** @param what is computed, as the log says it */
    DueCatchUp(UnitExecutor units, String what, DueRows<P> due, Counter caughtUp, Counter failures) {
        this.units = units;
        this.what = what;
        this.due = due;
        this.caughtUp = caughtUp;
        this.failures = failures;
    }

    /** Looks for what is due, and does it. Has the number of sources of which it was done; failures are counted and logged. */
    Uni<Long> run() {
        return markAll().chain(this::settleAll).onFailure()
                .recoverWithItem(failure -> failed("Photometry was not looked through for changes", failure));
    }

    /** Where it is not known what is due. */
    private Uni<Void> markAll() {
        return units.read(Database.PRODUCTS, UnitOfWork.sql("look whether all are due: " + what, due::allAreDue))
                .flatMap(all -> !all
                        ? Uni.createFrom().voidItem()
                        : units.write(Database.PRODUCTS, UnitOfWork.sql("mark all as due: " + what, connection -> {
                            due.markAll(connection);
                            return null;
                        })).replaceWithVoid());
    }

    private Uni<Long> settleAll() {
        return Multi.createBy().repeating().uni(AtomicReference<P>::new, last -> units.read(Database.PRODUCTS,
                UnitOfWork.sql("look for due " + what, connection -> due.after(connection, last.get())))
                .invoke(page -> last.set(page.last()))).whilst(page -> !page.numbers().isEmpty())
                .onItem().transformToIterable(DueRows.Page::numbers)
                .onItem().transformToUni(this::settle).merge(AT_A_TIME)
                .collect().with(Collectors.summingLong(Long::longValue));
    }

    /** @return how many were, one or none */
    private Uni<Long> settle(long number) {
        return units.write(Database.PRODUCTS, UnitOfWork.sql("catch up " + what, connection -> {
            due.settle(connection, number);
            return 1L;
        })).invoke(count -> caughtUp.increment()).onFailure().recoverWithItem(
                failure -> failed("What is computed of a source (" + what + ") stays as it is", failure));
    }

    private long failed(String fault, Throwable failure) {
        if (!units.isStopping()) {
            failures.increment();
            FAULTS.warn(RepeatedLines.origin(failure), null, "%s, until the next look: %s", fault,
                    failure.getMessage());
        }
        return 0;
    }
}

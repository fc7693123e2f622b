package org.dsa110.contimg.products;

import java.time.Clock;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.ConvertedGroup;
import org.dsa110.contimg.ingest.ConvertedGroupListener;

/** Resolves the dead letters of a group that was converted after all, whoever had it tried again. Thread-safe. */
@ApplicationScoped
@Priority(10)
class SettledLetters implements ConvertedGroupListener {
    private final UnitExecutor units;
    private final Clock clock;

    SettledLetters(UnitExecutor units, Clock clock) {
        this.units = units;
        this.clock = clock;
    }

    /** Most groups have none, which costs a read alone. */
    @Override
    public Uni<Void> onConverted(ConvertedGroup group) {
        return units.read(Database.PRODUCTS, UnitOfWork.sql("look for dead letters",
                connection -> DeadLetterSql.anyOpen(connection, group.groupId())))
                .chain(any -> any
                        ? units.write(Database.PRODUCTS, UnitOfWork.sql("resolve dead letters", connection -> {
                            DeadLetterSql.converted(connection, group.groupId(), clock.millis() / 1000.0);
                            return null;
                        }))
                        : Uni.createFrom().voidItem());
    }
}

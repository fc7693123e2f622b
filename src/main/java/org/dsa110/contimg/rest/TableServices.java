package org.dsa110.contimg.rest;

import java.time.Clock;

import jakarta.inject.Singleton;
import jakarta.validation.Validator;

import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.PackingThreads;
import org.dsa110.contimg.rest.internal.export.PageTurns;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.KeptAnswers;
import org.dsa110.contimg.rest.internal.write.TableWrites;

/** What every table's resource works with. Thread-safe. */
@WithRest
@Singleton
public class TableServices {
    private final UnitExecutor units;
    private final PageTurns turns;
    private final PackingThreads packing;
    private final Validator validator;
    private final KeptAnswers keptAnswers;

    TableServices(UnitExecutor units, PageTurns turns, PackingThreads packing, Validator validator, Clock clock) {
        this.units = units;
        this.turns = turns;
        this.packing = packing;
        this.validator = validator;
        this.keptAnswers = new KeptAnswers(clock);
    }

    UnitExecutor units() {
        return units;
    }

    PageTurns turns() {
        return turns;
    }

    PackingThreads packing() {
        return packing;
    }

    Validator validator() {
        return validator;
    }

    TableWrites writes(TableDescription<?> table, RowListener listener) {
        return new TableWrites(units, validator, keptAnswers, table, listener);
    }
}

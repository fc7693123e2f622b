package org.dsa110.contimg.rest;

import java.time.Clock;

import jakarta.inject.Singleton;
import jakarta.validation.Validator;

import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.IdempotencyKeys;
import org.dsa110.contimg.rest.internal.write.TableWrites;

/** What every table's resource works with. Thread-safe. */
@WithRest
@Singleton
public class TableServices {
    private final UnitsOfWork units;
    private final Validator validator;
    private final IdempotencyKeys idempotencyKeys;

    TableServices(UnitsOfWork units, Validator validator, Clock clock) {
        this.units = units;
        this.validator = validator;
        this.idempotencyKeys = new IdempotencyKeys(clock);
    }

    UnitsOfWork units() {
        return units;
    }

    Validator validator() {
        return validator;
    }

    TableWrites writes(TableDescription<?> table, RowListener listener) {
        return new TableWrites(units, validator, idempotencyKeys, table, listener);
    }
}

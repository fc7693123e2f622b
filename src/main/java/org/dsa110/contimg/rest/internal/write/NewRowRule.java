package org.dsa110.contimg.rest.internal.write;

import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.Violations;

/** What rows must satisfy that are to be added. Immutable and thread-safe. */
public record NewRowRule<E>(TableDescription<E> table, Validator validator) implements RowRule {
    @Override
    public void check(ColumnDescription column, Object value) {
        if (column.generated()) {
            throw new IllegalArgumentException("must be left out: the database gives it");
        }
        if (column.key()) {
            RowKey.checkNew(value);
        }
    }

    @Override
    public void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
        table.validate(validator, row, place, violations);
    }
}

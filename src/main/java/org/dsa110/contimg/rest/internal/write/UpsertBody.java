package org.dsa110.contimg.rest.internal.write;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.Violations;

/**
 * Rows that are added where they are not there, and else get the values that were sent: the action {@code :upsert}. A null says that the
 * sender does not know the value, and is the same as leaving it out.
 */
final class UpsertBody extends RequestBody {
    UpsertBody(TableDescription<?> table, Validator validator) {
        super(table, validator, null);
    }

    @Override
    public void check(ColumnDescription column, Object value) {
        super.check(column, value);
        if (value != null) {
            table.validate(validator, column, value);
        }
    }

    @Override
    public void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
        for (ColumnDescription column : table.keys()) {
            if (row.get(column) == null) {
                violations.add(place.field(column.name()), "must not be null");
            }
        }
    }

    @Override
    List<Object> store(Map<ColumnDescription, Object> row, RowWriter store, RowPlace place) throws SQLException {
        Map<ColumnDescription, Object> known = new LinkedHashMap<>(row);
        known.values().removeIf(value -> value == null);
        List<Object> key = key(row);
        if (!store.update(key, TableDescription.withoutKey(known))) {
            // Only a row that is to be added must have all that a row must have.
            Violations violations = new Violations();
            table.validate(validator, known, place, violations);
            violations.throwIfAny();
            store.add(known);
        }
        return key;
    }

    /** The key in a row. */
    List<Object> key(Map<ColumnDescription, Object> row) {
        return table.keys().stream().map(row::get).toList();
    }
}

package org.dsa110.contimg.rest.internal.write;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.Violations;

/** Rows that are to be added: POST, and with {@link BodyParser} the lines of an import. */
final class CreateBody extends RequestBody {
    CreateBody(TableDescription<?> table, Validator validator) {
        super(table, validator, null);
    }

    @Override
    public void check(ColumnDescription column, Object value) {
        if (column.generated()) {
            throw new IllegalArgumentException("must be left out: the database gives it");
        }
        super.check(column, value);
    }

    @Override
    public void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
        table.validate(validator, row, place, violations);
    }

    @Override
    List<Object> store(Map<ColumnDescription, Object> row, RowWriter store, RowPlace place) throws SQLException {
        return store.add(row);
    }
}

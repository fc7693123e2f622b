package org.dsa110.contimg.rest.internal.write;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;

/** New values for some columns of one row, a JSON merge patch (RFC 7396): PATCH. */
final class PatchBody extends RequestBody {
    PatchBody(TableDescription<?> table, Validator validator, List<Object> key) {
        super(table, validator, key);
    }

    @Override
    public void check(ColumnDescription column, Object value) {
        super.check(column, value);
        if (!column.key()) {
            table.validate(validator, column, value);
        }
    }

    @Override
    List<Object> store(Map<ColumnDescription, Object> row, RowWriter store, RowPlace place) throws SQLException {
        return store.update(key, TableDescription.withoutKey(row)) ? key : null;
    }
}

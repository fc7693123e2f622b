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
 * A whole row in place of what is at a key: PUT. Each column that the entity knows gets the value that was sent, or else its default.
 * What the service computes stays as it is. Columns of the file that the entity does not declare belong to other programs and stay as they are.
 */
final class ReplaceBody extends RequestBody {
    ReplaceBody(TableDescription<?> table, Validator validator, List<Object> key) {
        super(table, validator, key);
    }

    @Override
    public void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
        table.validate(validator, withKey(row), place, violations);
    }

    @Override
    List<Object> store(Map<ColumnDescription, Object> row, RowWriter store, RowPlace place) throws SQLException {
        Map<ColumnDescription, Object> whole = withKey(row);
        if (!store.update(key, table.withDefaults(whole))) {
            store.add(whole);
        }
        return key;
    }

    private Map<ColumnDescription, Object> withKey(Map<ColumnDescription, Object> row) {
        Map<ColumnDescription, Object> whole = new LinkedHashMap<>(row);
        table.keys().forEach(column -> whole.put(column, key.get(table.keys().indexOf(column))));
        return whole;
    }
}

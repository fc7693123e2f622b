package org.dsa110.contimg.rest.internal.write;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.Violations;

/**
 * A whole row in place of what is at a key: PUT. Each column that the entity knows gets the value that was sent, or else its default.
 * Columns that only the file knows are somebody else's and stay as they are.
 *
 * @param <E> the entity
 */
final class ReplaceBody<E> extends RequestBody<E> {
    private final List<Object> key;

    /** @param key of the row, as the URL has it */
    ReplaceBody(TableDescription<E> table, Validator validator, List<Object> key) {
        super(table, validator);
        this.key = key;
    }

    @Override
    boolean takesArray() {
        return false;
    }

    @Override
    public void check(ColumnDescription column, Object value) {
        if (column.key()) {
            RowKey.checkSame(table, key, column, value);
        }
    }

    @Override
    public void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
        table.validate(validator, withKey(row), place, violations);
    }

    @Override
    List<Object> store(Map<ColumnDescription, Object> row, RowStore<E> store, RowPlace place) throws SQLException {
        Map<ColumnDescription, Object> whole = withKey(row);
        if (!store.update(key, table.withDefaults(whole))) {
            store.add(whole);
        }
        return key;
    }

    private Map<ColumnDescription, Object> withKey(Map<ColumnDescription, Object> row) {
        Map<ColumnDescription, Object> whole = new LinkedHashMap<>(row);
        table.putKey(whole, key);
        return whole;
    }
}

package org.dsa110.contimg.rest.internal.write;

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
 * A whole row in place of what is at a key: each column that the entity knows gets the value that was sent, or else its default. Columns
 * that only the file knows are somebody else's and stay as they are. Immutable and thread-safe.
 *
 * @param values of all columns but those of the key
 * @param row with the key, and without what was not sent
 */
public record RowReplacement(Map<ColumnDescription, Object> values, Map<ColumnDescription, Object> row) {
    /**
     * Parses a body.
     *
     * @param key which row
     * @throws ProblemException 400 naming every field that is unknown, missing or wrong
     */
    public static <E> RowReplacement parse(TableDescription<E> table, Validator validator, List<Object> key,
            byte[] body) {
        Map<ColumnDescription, Object> row = new BodyParser(table, new Rule<>(table, validator, key)).parseRow(body);
        table.putKey(row, key);
        return new RowReplacement(table.withDefaults(row), row);
    }

    private record Rule<E>(TableDescription<E> table, Validator validator, List<Object> key) implements RowRule {
        @Override
        public void check(ColumnDescription column, Object value) {
            if (column.key()) {
                RowKey.checkSame(table, key, column, value);
            }
        }

        @Override
        public void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
            Map<ColumnDescription, Object> whole = new LinkedHashMap<>(row);
            table.putKey(whole, key);
            table.validate(validator, whole, place, violations);
        }
    }
}

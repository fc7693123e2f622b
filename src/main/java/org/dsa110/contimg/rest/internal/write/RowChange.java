package org.dsa110.contimg.rest.internal.write;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.table.TableDescription;

/** New values for some columns of one row: a JSON merge patch (RFC 7396). Immutable and thread-safe. */
public final class RowChange {
    private RowChange() {
    }

    /**
     * The values by column, without those of the key.
     *
     * @param key which row
     * @throws ProblemException 400 naming every field that is unknown or wrong
     */
    public static Map<ColumnDescription, Object> parse(TableDescription<?> table, Validator validator, List<Object> key,
            byte[] body) {
        Map<ColumnDescription, Object> values = new LinkedHashMap<>(
                new BodyParser(table, new Rule(table, validator, key)).parseRow(body));
        values.keySet().removeIf(ColumnDescription::key);
        return values;
    }

    private record Rule(TableDescription<?> table, Validator validator, List<Object> key) implements RowRule {
        @Override
        public void check(ColumnDescription column, Object value) {
            if (column.key()) {
                RowKey.checkSame(table, key, column, value);
                return;
            }
            table.validate(validator, column, value);
        }
    }
}

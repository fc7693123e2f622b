package org.dsa110.contimg.rest.internal.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.Violations;

/** What is to be done to one row: values for some columns, of which each must be as the table asks. Immutable and thread-safe. */
public final class ActionBody {
    private ActionBody() {
    }

    /**
     * The values by the name of the column; a null is left out.
     *
     * @throws ProblemException 400 naming every field that is unknown, missing or wrong
     */
    public static Map<String, Object> parse(TableDescription<?> table, Validator validator, byte[] body,
            List<String> required, List<String> optional) {
        List<String> names = new ArrayList<>(required);
        names.addAll(optional);
        TableDescription<?> known = table.only(names);
        Map<String, Object> values = new LinkedHashMap<>();
        new BodyParser(known, new Rule(known, validator, required)).parseRow(body).forEach((column, value) -> {
            if (value != null) {
                values.put(column.name(), value);
            }
        });
        return values;
    }

    private record Rule(TableDescription<?> table, Validator validator, List<String> required) implements RowRule {
        @Override
        public void check(ColumnDescription column, Object value) {
            if (value != null) {
                table.validate(validator, column, value);
            }
        }

        @Override
        public void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
            for (String name : required) {
                if (row.get(table.column(name)) == null) {
                    violations.add(place.field(name), "must not be null");
                }
            }
        }
    }
}

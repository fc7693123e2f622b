package org.dsa110.contimg.rest.internal.write;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import jakarta.validation.Validator;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.Violations;

/**
 * The body of an action on one row, such as {@code ms_index:stage}: values for some columns of the table, checked as the table checks
 * them. Immutable and thread-safe.
 *
 * @param table with the columns that may have a value
 * @param required the columns that must have one
 */
public record ActionBody(TableDescription<?> table, Validator validator, List<String> required) implements RowRule {
    /**
     * The values by the name of the column; a null is left out.
     *
     * @throws ProblemException 400 naming every field that is unknown, missing or wrong
     */
    public static Map<String, Object> parse(TableDescription<?> table, Validator validator, byte[] body,
            List<String> required, List<String> optional) {
        BodyParser parser = parser(table, validator, required, optional);
        return values(parser.parseRow(body));
    }

    /**
     * The values of a body that has several: an array of 1 to 1000 objects, or one object.
     *
     * @throws ProblemException 400 naming every field that is unknown, missing or wrong, and in which object
     */
    public static List<Map<String, Object>> parseAll(TableDescription<?> table, Validator validator, byte[] body,
            List<String> required, List<String> optional) {
        BodyParser parser = parser(table, validator, required, optional);
        return parser.parseRows(body).rows().stream().map(ActionBody::values).toList();
    }

    private static BodyParser parser(TableDescription<?> table, Validator validator, List<String> required,
            List<String> optional) {
        TableDescription<?> known = table.only(Stream.concat(required.stream(), optional.stream()).toList());
        return new BodyParser(known, new ActionBody(known, validator, required));
    }

    private static Map<String, Object> values(Map<ColumnDescription, Object> row) {
        Map<String, Object> values = new LinkedHashMap<>();
        row.forEach((column, value) -> values.put(column.name(), value));
        values.values().removeIf(Objects::isNull);
        return values;
    }

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

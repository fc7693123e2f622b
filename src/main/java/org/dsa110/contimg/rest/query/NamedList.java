package org.dsa110.contimg.rest.query;

import java.util.List;

/**
 * Some rows of a table under a path of their own, such as caltables/valid: the condition that makes them, beside which clients can filter
 * and order as in the table's list.
 *
 * @param parameters the names of the parameters that are its own and no columns; they are not looked at
 * @param condition which rows it is about: SQL with a question mark for each value, without any text of a client; null for all
 * @param values what is bound to the question marks, in order; none of them null
 * @param order the order where none is asked for, as {@code ?order=} has it; null for that of the key
 */
public record NamedList(List<String> parameters, String condition, List<Object> values, String order) {
    /** All rows. */
    public static final NamedList ALL = of(null, List.of(), null);

    /** Rows without parameters of their own. */
    public static NamedList of(String condition, List<Object> values, String order) {
        return new NamedList(List.of(), condition, values, order);
    }
}

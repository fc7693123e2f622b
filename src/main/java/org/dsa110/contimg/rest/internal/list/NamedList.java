package org.dsa110.contimg.rest.internal.list;

import java.util.List;
import java.util.Set;

/**
 * A list of some rows of a table under a name of its own: beside what it asks for itself it takes whatever the table's list takes.
 *
 * @param parameters the names of the parameters that are its own and no columns; its resource reads them
 * @param condition which rows it is about: SQL with a question mark for each value, without any text of a client; null for all
 * @param values what is bound to the question marks, in order; none of them null
 * @param order the order where none is asked for, as {@code ?order=} has it; null for that of the key
 */
public record NamedList(Set<String> parameters, String condition, List<Object> values, String order) {
    public static final NamedList ALL = new NamedList(Set.of(), null, List.of(), null);

    /** What it asks of the rows. */
    public List<Condition> conditions() {
        return condition == null ? List.of() : List.of(new Condition(condition, values));
    }
}

package org.dsa110.contimg.rest.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * The parameter {@code filter} of lists, given once for each filter: {@code filter=mjd__ge=60000} is {@code mjd__ge=60000}. Generated
 * clients can send only parameters whose names a document has, and lists have ten filters for each column.
 */
public final class FilterParameter {
    public static final String NAME = "filter";

    private FilterParameter() {
    }

    /**
     * The filters that a request gives so, each with the text of its value, in their order.
     *
     * @throws ProblemException 400 for one without a name or without an equals sign
     */
    public static List<Entry<String, String>> read(Map<String, List<String>> parameters) {
        List<Entry<String, String>> filters = new ArrayList<>();
        for (String text : parameters.getOrDefault(NAME, List.of())) {
            int end = text.indexOf('=');
            if (end < 1) {
                throw ProblemException.badRequest(NAME, "must be a column, the name of a filter and a value, such as"
                        + " mjd__ge=60000; a column named " + NAME + " is filtered by " + NAME + "__eq");
            }
            filters.add(Map.entry(text.substring(0, end), text.substring(end + 1)));
        }
        return filters;
    }
}

package org.dsa110.contimg.rest.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.ws.rs.core.UriInfo;

import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.problem.NearestName;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;

/** What a request gives for the parameters of a {@link NamedQuery}. Immutable. */
public final class QueryParameters {
    /** Between a column and a filter in the name of a list's parameter. */
    public static final String FILTER = "__";

    private final Map<String, List<String>> texts;
    private final Map<Parameter<?>, Object> values = new HashMap<>();

    /**
     * Reads parameters of a request, and looks at no others.
     *
     * @throws ProblemException 400 naming the first parameter that is repeated, missing or wrong
     */
    QueryParameters(UriInfo uri, List<Parameter<?>> parameters) {
        this.texts = new HashMap<>(uri.getQueryParameters());
        FilterParameter.read(texts).forEach(filter -> texts.merge(filter.getKey(), List.of(filter.getValue()),
                (given, more) -> Stream.of(given, more).flatMap(List::stream).toList()));
        for (Parameter<?> parameter : parameters) {
            try {
                values.put(parameter, parameter.parse(text(parameter.name())));
            } catch (IllegalArgumentException e) {
                throw ProblemException.badRequest(parameter.name(), e.getMessage());
            }
        }
    }

    /**
     * Refuses the parameters of a request that has none.
     *
     * @throws ProblemException 400 naming every one that is given
     */
    public static void refuse(UriInfo uri) {
        refuseOthers(uri, List.of());
    }

    static void refuseOthers(UriInfo uri, List<String> known) {
        List<Violation> violations = new ArrayList<>();
        for (Map.Entry<String, List<String>> parameter : uri.getQueryParameters().entrySet()) {
            if (!known.contains(parameter.getKey())) {
                String names = known.isEmpty() ? "there are none" : "known are " + String.join(", ", known);
                violations.add(new Violation(parameter.getKey(),
                        "is not a parameter" + NearestName.hint(parameter.getKey(), known) + "; " + names));
            } else if (parameter.getValue().size() != 1) {
                violations.add(new Violation(parameter.getKey(), "must be given once"));
            }
        }
        if (!violations.isEmpty()) {
            // The parameters come in no order.
            violations.sort(Comparator.comparing(Violation::field));
            throw ProblemException.badRequest(violations);
        }
    }

    /** The value of one of the query's parameters; null where it is not given and has no default. */
    @SuppressWarnings("unchecked")
    public <T> T get(Parameter<T> parameter) {
        if (!values.containsKey(parameter)) {
            throw new IllegalArgumentException(parameter.name() + " is no parameter of this query");
        }
        return (T) values.get(parameter);
    }

    /**
     * The text of any parameter, such as that of a column for which a list has a filter; null where it is not given.
     *
     * @throws ProblemException 400 where it is given more than once, or cannot be stored
     */
    public String text(String name) {
        List<String> given = texts.get(name);
        if (given == null) {
            return null;
        }
        if (given.size() != 1) {
            throw ProblemException.badRequest(name, "must be given once");
        }
        try {
            return (String) ColumnType.TEXT.parse(given.get(0));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(name, e.getMessage());
        }
    }

    /** Whether there is a filter of a column, of whatever kind. */
    public boolean filters(String column) {
        return texts.keySet().stream().anyMatch(name -> name.equals(column) || name.startsWith(column + FILTER));
    }
}

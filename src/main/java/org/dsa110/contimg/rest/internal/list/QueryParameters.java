package org.dsa110.contimg.rest.internal.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;

import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * The parameters of a request that are not filters of a list. Every method throws a {@link ProblemException} (400) that names the
 * parameter where its text is not what it must be. Immutable.
 */
public final class QueryParameters {
    private final MultivaluedMap<String, String> texts;

    private QueryParameters(MultivaluedMap<String, String> texts) {
        this.texts = texts;
    }

    /** Of a list, which checks the others itself. */
    public static QueryParameters of(UriInfo uri) {
        return new QueryParameters(uri.getQueryParameters());
    }

    /**
     * Of a request that has no others.
     *
     * @throws ProblemException 400 naming every parameter that is unknown or repeated
     */
    public static QueryParameters only(UriInfo uri, String... known) {
        List<Violation> violations = new ArrayList<>();
        for (Map.Entry<String, List<String>> parameter : uri.getQueryParameters().entrySet()) {
            if (!List.of(known).contains(parameter.getKey())) {
                String names = known.length == 0 ? "there are none" : "known are " + String.join(", ", known);
                violations.add(new Violation(parameter.getKey(), "is not a parameter; " + names));
            } else if (parameter.getValue().size() != 1) {
                violations.add(new Violation(parameter.getKey(), "must be given once"));
            }
        }
        if (!violations.isEmpty()) {
            throw ProblemException.badRequest(violations);
        }
        return of(uri);
    }

    /** A finite number. */
    public double requiredReal(String name) {
        Double value = real(name);
        if (value == null) {
            throw ProblemException.badRequest(name, "must be given, " + ColumnType.REAL);
        }
        return value;
    }

    /** A finite number, or null where it is not given. */
    public Double real(String name) {
        return (Double) parse(ColumnType.REAL, name);
    }

    /** A finite number between bounds, both inclusive, or what is meant where it is not given. */
    public double real(String name, double least, double greatest, double otherwise) {
        Double value = real(name);
        if (value == null) {
            return otherwise;
        }
        if (value < least || value > greatest) {
            throw ProblemException.badRequest(name, "must be a number from " + least + " to " + greatest);
        }
        return value;
    }

    /** An integer between bounds, both inclusive, or what is meant where it is not given. */
    public int integer(String name, int least, int greatest, int otherwise) {
        Long value = (Long) parse(ColumnType.INTEGER, name);
        if (value == null) {
            return otherwise;
        }
        if (value < least || value > greatest) {
            throw ProblemException.badRequest(name, "must be an integer from " + least + " to " + greatest);
        }
        return value.intValue();
    }

    /** A text, or null where it is not given. */
    public String text(String name) {
        return (String) parse(ColumnType.TEXT, name);
    }

    /** Whether there is a filter of a column, of whatever kind. */
    public boolean filters(String column) {
        return texts.keySet().stream()
                .anyMatch(name -> name.equals(column) || name.startsWith(column + Filter.SEPARATOR));
    }

    private Object parse(ColumnType type, String name) {
        List<String> given = texts.get(name);
        if (given == null) {
            return null;
        }
        if (given.size() != 1) {
            throw ProblemException.badRequest(name, "must be given once");
        }
        try {
            return type.parse(given.get(0));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(name, e.getMessage());
        }
    }
}

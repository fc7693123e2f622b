package org.dsa110.contimg.vo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * The parameters of a request to a service of the Virtual Observatory: names in large or small letters (DALI 1.1, section 3.1), and any others
 * beside those that the service has, which it ignores (Simple Cone Search 1.03, section 2, item 1). Immutable.
 *
 * @param values by name in large letters
 */
record DaliParameters(Map<String, List<String>> values) {
    static final String MAXREC = "MAXREC";

    /** Those of a URL. */
    static DaliParameters of(Map<String, List<String>> sent) {
        return of(sent, Map.of());
    }

    /** Those of a URL and of a form. */
    static DaliParameters of(Map<String, List<String>> sent, Map<String, List<String>> form) {
        Map<String, List<String>> values = new TreeMap<>();
        List.of(sent, form).forEach(place -> place.forEach((name, texts) -> values
                .computeIfAbsent(name.toUpperCase(Locale.ROOT), upper -> new ArrayList<>()).addAll(texts)));
        return new DaliParameters(values);
    }

    /**
     * The text of a parameter that has one value (DALI 1.1, section 3.2).
     *
     * @return null where it is not given
     * @throws ProblemException 400 where it is given more than once
     */
    String one(String name) {
        List<String> texts = values.getOrDefault(name, List.of());
        if (texts.size() > 1) {
            throw ProblemException.badRequest(name, "must be given once");
        }
        return texts.isEmpty() ? null : texts.get(0);
    }

    /**
     * A number that must be there.
     *
     * @param unit of the bounds, in words
     * @throws ProblemException 400 where it is missing, no number, or out of bounds, which are inclusive
     */
    double number(String name, int least, int greatest, String unit) {
        String text = one(name);
        if (text == null) {
            throw ProblemException.badRequest(name, "must be given: a number of " + unit);
        }
        double value = (Double) parse(name, ColumnType.REAL, text);
        if (value >= least && value <= greatest) {
            return value;
        }
        throw ProblemException.badRequest(name, "must be from " + least + " to " + greatest + " " + unit);
    }

    /**
     * An integer.
     *
     * @param otherwise what is meant where it is not given
     * @throws ProblemException 400 where it is no integer, or out of bounds, which are inclusive
     */
    long integer(String name, long least, long greatest, long otherwise) {
        String text = one(name);
        long value = text == null ? otherwise : (Long) parse(name, ColumnType.INTEGER, text);
        if (value >= least && value <= greatest) {
            return value;
        }
        throw ProblemException.badRequest(name, greatest == Long.MAX_VALUE
                ? "must be an integer from " + least + " on"
                : "must be an integer from " + least + " to " + greatest);
    }

    /** How many rows are wanted at the most: any number where nothing is said, and none where 0 is, but what the table says of itself (DALI 1.1, section 3.4.4). */
    long maxrec() {
        return integer(MAXREC, 0, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private static Object parse(String name, ColumnType type, String text) {
        try {
            return type.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(name, e.getMessage());
        }
    }
}

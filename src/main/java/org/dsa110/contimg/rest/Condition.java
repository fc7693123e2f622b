package org.dsa110.contimg.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition on rows, as SQL text with a question mark for each value.
 *
 * @param sql never empty
 * @param values what is bound, in order; never null themselves
 */
record Condition(String sql, List<Object> values) {
    static Condition all(List<Condition> conditions) {
        return joined(conditions, " AND ", "1 = 1");
    }

    private static Condition any(List<Condition> conditions) {
        return joined(conditions, " OR ", "1 = 0");
    }

    /** The row with that key. */
    static Condition key(TableDescription<?> table, List<Object> key) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            conditions.add(equal(table.keys().get(i), key.get(i)));
        }
        return all(conditions);
    }

    static Condition equal(ColumnDescription column, Object value) {
        String name = TableDescription.quoted(column);
        return value == null
                ? new Condition(name + " IS NULL", List.of())
                : new Condition(name + " = " + bind(value), List.of(value));
    }

    /** The rows that come after a row in an order. */
    static Condition after(Order order, List<Object> row) {
        List<Condition> ways = new ArrayList<>();
        List<Condition> equalSoFar = new ArrayList<>();
        for (int i = 0; i < order.terms().size(); i++) {
            Order.Term term = order.terms().get(i);
            List<Condition> way = new ArrayList<>(equalSoFar);
            way.add(after(term, row.get(i)));
            ways.add(all(way));
            equalSoFar.add(equal(term.column(), row.get(i)));
        }
        Condition exact = any(ways);
        Condition bound = notBefore(order.terms().get(0), row.get(0));
        return bound == null ? exact : all(List.of(bound, exact));
    }

    private static Condition after(Order.Term term, Object value) {
        String name = TableDescription.quoted(term.column());
        if (term.descending()) {
            return value == null
                    ? new Condition("1 = 0", List.of())
                    : new Condition("(" + name + " < " + bind(value) + " OR " + name + " IS NULL)", List.of(value));
        }
        return value == null
                ? new Condition(name + " IS NOT NULL", List.of())
                : new Condition(name + " > " + bind(value), List.of(value));
    }

    /**
     * Says what the first alternative says already, but in a form by which an index can be entered at the right place; null where
     * there is none.
     */
    private static Condition notBefore(Order.Term term, Object value) {
        boolean mayBeNull = term.descending() && !term.column().key();
        return value == null || mayBeNull
                ? null
                : new Condition(
                        TableDescription.quoted(term.column()) + (term.descending() ? " <= " : " >= ") + bind(value),
                        List.of(value));
    }

    /** A question mark as what the value is. */
    private static String bind(Object value) {
        return value instanceof RawText ? "CAST(? AS TEXT)" : "?";
    }

    private static Condition joined(List<Condition> conditions, String word, String none) {
        if (conditions.isEmpty()) {
            return new Condition(none, List.of());
        }
        if (conditions.size() == 1) {
            return conditions.get(0);
        }
        return new Condition(conditions.stream().map(Condition::sql).collect(Collectors.joining(word, "(", ")")),
                conditions.stream().flatMap(condition -> condition.values().stream()).toList());
    }
}

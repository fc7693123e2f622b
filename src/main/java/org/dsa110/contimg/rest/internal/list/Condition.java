package org.dsa110.contimg.rest.internal.list;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RawText;
import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * A condition on rows, as SQL text with a question mark for each value.
 *
 * @param sql never empty
 * @param values the value of each question mark, in order; none is null (NULL is tested by IS NULL)
 */
public record Condition(String sql, List<Object> values) {
    /** Leaves no row out. */
    static final Condition NONE = new Condition("1 = 1", List.of());

    public static Condition all(List<Condition> conditions) {
        if (conditions.isEmpty()) {
            return NONE;
        }
        if (conditions.size() == 1) {
            return conditions.get(0);
        }
        return new Condition(conditions.stream().map(Condition::sql).collect(Collectors.joining(" AND ", "(", ")")),
                conditions.stream().flatMap(condition -> condition.values().stream()).toList());
    }

    /** The row with that key. */
    public static Condition key(RowsDescription table, List<Object> key) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            conditions.add(equal(table.keys().get(i), key.get(i)));
        }
        return all(conditions);
    }

    /** What is bound in a statement that reads rows with this condition, which is all of its WHERE. */
    List<Object> boundWith(RowsDescription table) {
        if (table.values().isEmpty()) {
            return values;
        }
        List<Object> bound = new ArrayList<>(table.values());
        bound.addAll(values);
        return bound;
    }

    static Condition equal(ColumnDescription column, Object value) {
        String name = column.sql();
        return value == null
                ? new Condition(name + " IS NULL", List.of())
                : new Condition(name + " = " + mark(value), List.of(bound(value)));
    }

    /**
     * The rows that come after a row in an order, as several conditions: first the rows that differ from it only in the last column of the
     * order, then those that differ in the last but one, and so on. Each is one range of an index on the order, which one condition joined
     * by OR would not be: SQLite would read the index from its start for each page.
     */
    static List<Condition> after(Order order, List<Object> row) {
        List<Condition> parts = new ArrayList<>();
        for (int equal = order.terms().size() - 1; equal >= 0; equal--) {
            List<Condition> same = new ArrayList<>();
            for (int i = 0; i < equal; i++) {
                same.add(equal(order.terms().get(i).column(), row.get(i)));
            }
            for (Condition later : after(order.terms().get(equal), row.get(equal))) {
                List<Condition> part = new ArrayList<>(same);
                part.add(later);
                parts.add(all(part));
            }
        }
        return parts;
    }

    /** The same as one condition, for an order that no index has anyway: so that the rows are read once. */
    static Condition afterAtOnce(Order order, List<Object> row) {
        StringBuilder sql = new StringBuilder();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < order.terms().size(); i++) {
            Order.Term term = order.terms().get(i);
            List<Condition> later = after(term, row.get(i));
            Condition same = equal(term.column(), row.get(i));
            sql.append('(');
            later.forEach(each -> {
                sql.append(each.sql()).append(" OR ");
                values.addAll(each.values());
            });
            sql.append(same.sql()).append(" AND ");
            values.addAll(same.values());
        }
        sql.append("0");
        sql.append(")".repeat(order.terms().size()));
        return new Condition(sql.toString(), values);
    }

    /** The rows that are the same in all terms of an order. */
    static Condition same(Order order, List<Object> row) {
        return all(IntStream.range(0, order.terms().size())
                .mapToObj(i -> equal(order.terms().get(i).column(), row.get(i))).toList());
    }

    private static List<Condition> after(Order.Term term, Object value) {
        String name = term.column().sql();
        if (term.descending()) {
            if (value == null) {
                return List.of();
            }
            Condition less = new Condition(name + " < " + mark(value), List.of(bound(value)));
            return List.of(less, new Condition(name + " IS NULL", List.of()));
        }
        return List.of(value == null
                ? new Condition(name + " IS NOT NULL", List.of())
                : new Condition(name + " > " + mark(value), List.of(bound(value))));
    }

    /**
     * The place of a value in the SQL. The bytes of a RawText are bound as a BLOB and made a text again here, as SQLite never finds the two
     * equal.
     */
    private static String mark(Object value) {
        return value instanceof RawText ? "CAST(? AS TEXT)" : "?";
    }

    private static Object bound(Object value) {
        return value instanceof RawText text ? text.bytes() : value;
    }
}

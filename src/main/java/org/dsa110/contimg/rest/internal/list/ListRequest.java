package org.dsa110.contimg.rest.internal.list;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import jakarta.ws.rs.core.MultivaluedMap;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.RowsDescription;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.FilterParameter;
import org.dsa110.contimg.rest.query.NamedList;

/**
 * What a client asked of a list.
 *
 * @param filter which rows
 * @param order in what order
 * @param after where the page before ended, as {@link PageQuery} says it; null for the first page
 * @param limit how many rows at the most: 1 to 1000, in exports any number from 0 on
 * @param fields which columns, never empty
 * @param count whether the number of all rows is wanted too
 * @param table what the rows are read from
 * @param asked the filters that a client asked for, where these and nothing else say which rows; otherwise none
 * @param rowsName a hash of the table and all conditions: a page token of other rows has another one and is refused
 */
public record ListRequest(Condition filter, Order order, List<Object> after, long limit, List<ColumnDescription> fields,
        boolean count, RowsDescription table, List<AskedFilter> asked, String rowsName) {
    public static final int MAX_LIMIT = 1000;
    private static final int DEFAULT_LIMIT = 100;
    private static final Set<String> RESERVED = new TreeSet<>(
            Set.of("limit", "next", "order", "fields", "count", FilterParameter.NAME, ListFormat.PARAMETER.name()));

    /**
     * What the parameters ask for. The named list's own are for its resource to check.
     *
     * @throws ProblemException 400 naming every filter that is unknown or wrong; where all are right, the first of limit, next, order,
     *         fields and count that is wrong
     */
    public static ListRequest parse(RowsDescription stored, MultivaluedMap<String, String> parameters,
            NamedList list, ListFormat format) {
        // The nearest come first where one page is enough, and where an export goes on behind such a page. A longer one goes by key: by
        // distance, which no index has, each page would sort the whole cone anew.
        boolean nearest = format == ListFormat.JSON || parameters.containsKey("next")
                || exportLimit(parameters.getFirst("limit")) <= MAX_LIMIT;
        Cone cone = Cone.parse(stored, parameters, !nearest && !parameters.containsKey("order"));
        RowsDescription table = cone == null ? stored : cone.of(stored);
        Set<String> reserved = new TreeSet<>(RESERVED);
        reserved.addAll(list.parameters());
        List<Violation> violations = new ArrayList<>();
        List<AskedFilter> asked = new ArrayList<>();
        Map<String, List<String>> columns = new LinkedHashMap<>();
        parameters.forEach((name, texts) -> {
            if (!reserved.contains(name) && !Cone.isParameter(stored, name)) {
                columns.put(name, new ArrayList<>(texts));
            } else if (texts.size() != 1 && !name.equals(FilterParameter.NAME)) {
                violations.add(new Violation(name, "must be given once"));
            }
        });
        FilterParameter.read(parameters).forEach(each -> columns
                .computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(each.getValue()));
        Set<String> guessed = new TreeSet<>(reserved);
        guessed.addAll(Cone.parameters(stored));
        columns.forEach((name, texts) -> {
            try {
                asked.add(AskedFilter.parse(table, reserved, parameters.containsKey(name) ? guessed : Set.of(), name,
                        texts));
            } catch (IllegalArgumentException e) {
                violations.add(new Violation(name, e.getMessage()));
            }
        });
        if (!violations.isEmpty()) {
            // The parameters come in no order.
            violations.sort(Comparator.comparing(Violation::field));
            throw ProblemException.badRequest(violations);
        }
        List<Condition> filters = new ArrayList<>(conditions(list));
        boolean onlyAsked = filters.isEmpty() && cone == null;
        asked.forEach(each -> filters.add(each.condition()));
        String usual = list.order();
        if (cone != null) {
            filters.add(0, cone.within());
            usual = nearest ? Cone.SEPARATION : usual;
        }
        Order order = Order.parse(table, parameters.containsKey("order") ? parameters.getFirst("order") : usual);
        List<Condition> named = new ArrayList<>(filters);
        if (cone != null) {
            // Its condition does not have its numbers.
            named.add(new Condition(Cone.RADIUS, cone.values()));
        }
        String rowsName = PageToken.rowsName(table, named);
        String next = parameters.getFirst("next");
        List<Object> after = next == null ? null : PageToken.decode(order, rowsName, next);
        List<ColumnDescription> fields = fields(table, parameters.getFirst("fields"));
        if (format != ListFormat.JSON && parameters.containsKey("count")) {
            throw ProblemException.badRequest("count", "is for pages of JSON; an export has all rows");
        }
        String limit = parameters.getFirst("limit");
        return new ListRequest(Condition.all(filters), order, after,
                format == ListFormat.JSON ? limit(limit) : exportLimit(limit), fields,
                count(parameters.getFirst("count")), table,
                onlyAsked ? List.copyOf(asked) : List.of(), rowsName);
    }

    /** All rows of a list with some columns, whoever asks. */
    public static ListRequest all(RowsDescription table, NamedList list, long limit,
            List<ColumnDescription> fields) {
        List<Condition> conditions = conditions(list);
        return new ListRequest(Condition.all(conditions), Order.parse(table, list.order()), null, limit, fields, false,
                table, List.of(), PageToken.rowsName(table, conditions));
    }

    /**
     * The rows of a cone, whoever asks: the nearest first where one page may have them all, otherwise by key.
     *
     * @param table one with positions
     * @param ra degrees, from -360 to 360
     * @param dec degrees, from -90 to 90
     * @param radius degrees, from 0 to 180
     * @param limit how many rows at the most; 0 for none
     * @param fields which of the columns, the last of which is the distance
     */
    public static ListRequest ofCone(RowsDescription table, double ra, double dec, double radius, long limit,
            UnaryOperator<List<ColumnDescription>> fields) {
        boolean nearest = limit <= MAX_LIMIT;
        Cone cone = nearest
                ? Cone.of(table.position(), ra, dec, radius)
                : Cone.byKey(table.position(), ra, dec, radius);
        RowsDescription near = cone.of(table);
        return new ListRequest(cone.within(), Order.parse(near, nearest ? Cone.SEPARATION : null), null,
                limit, fields.apply(near.columns()), false, near, List.of(),
                PageToken.rowsName(near, List.of(cone.within())));
    }

    private static List<Condition> conditions(NamedList list) {
        return list.condition() == null ? List.of() : List.of(new Condition(list.condition(), list.values()));
    }

    /** The same rows from a place on. */
    public ListRequest from(List<Object> place, long rows) {
        return new ListRequest(filter, order, place, rows, fields, count, table, asked, rowsName);
    }

    private static long limit(String text) {
        return text == null ? DEFAULT_LIMIT : limit(text, MAX_LIMIT, "to " + MAX_LIMIT);
    }

    private static long exportLimit(String text) {
        return text == null ? Long.MAX_VALUE : limit(text, Long.MAX_VALUE, "on");
    }

    /** @param upTo how the range ends, in words */
    private static long limit(String text, long most, String upTo) {
        try {
            long limit = (long) ColumnType.INTEGER.parse(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (IllegalArgumentException e) {
            // The range says it as well.
        }
        throw ProblemException.badRequest("limit", "must be an integer from 1 " + upTo);
    }

    private static List<ColumnDescription> fields(RowsDescription table, String text) {
        if (text == null) {
            return table.columns();
        }
        List<ColumnDescription> fields = new ArrayList<>();
        for (String name : CommaSeparated.split(text)) {
            ColumnDescription column = table.column(name);
            if (column == null) {
                throw ProblemException.badRequest("fields",
                        "has the unknown column '" + name + "'" + table.nearest(name) + "; known are "
                                + table.columnNames());
            }
            if (fields.contains(column)) {
                throw ProblemException.badRequest("fields", "has the column '" + name + "' twice");
            }
            fields.add(column);
        }
        return fields;
    }

    private static boolean count(String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (!text.equals("true")) {
            throw ProblemException.badRequest("count", "must be true or false");
        }
        return true;
    }
}

package org.dsa110.contimg.rest.internal.list;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowsDescription;
import org.dsa110.contimg.rest.problem.NearestName;

/**
 * One filter that a client asked for.
 *
 * @param condition the filter on the column
 */
record AskedFilter(ColumnDescription column, Filter filter, Condition condition) {
    private AskedFilter(ColumnDescription column, Filter filter, String text) {
        this(column, filter, filter.condition(column, text));
    }

    /**
     * What a parameter asks for.
     *
     * @param reserved the names of the parameters that are no filters, for people
     * @param guessed those of them that may have been meant by a name that is unknown: none for what the parameter {@code filter} says
     * @param texts the values that it was given
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static AskedFilter parse(RowsDescription table, Set<String> reserved, Set<String> guessed, String name,
            List<String> texts) {
        if (texts.size() != 1) {
            throw new IllegalArgumentException("must be given once");
        }
        String text = texts.get(0);
        int end = name.lastIndexOf(Filter.SEPARATOR);
        if (table.column(name) != null) {
            return new AskedFilter(table.column(name), Filter.EQ, text);
        }
        ColumnDescription column = end < 0 ? null : table.column(name.substring(0, end));
        if (column == null) {
            Set<String> known = new TreeSet<>(guessed);
            table.columns().forEach(one -> known.add(one.name()));
            throw new IllegalArgumentException("is not a parameter"
                    + NearestName.hint(end < 0 ? name : name.substring(0, end), known) + "; known are "
                    + String.join(", ", reserved)
                    + " and the columns " + table.columnNames());
        }
        Filter filter = Filter.named(name.substring(end + Filter.SEPARATOR.length()));
        if (filter == null) {
            throw new IllegalArgumentException("is not a filter; known are " + Filter.names());
        }
        return new AskedFilter(column, filter, text);
    }

    /** Whether an index of the column may find the rows that it lets through. */
    boolean mayEnter() {
        return filter.mayLookUp() || filter.isOpenRange();
    }

    /**
     * The rows from a value on, or up to it, by column: of those columns of which nothing else is asked and by which the rows do not come.
     * None where another filter is likely to find the rows sooner.
     */
    static Map<ColumnDescription, Condition> openRanges(List<AskedFilter> asked, Order order) {
        if (asked.stream().anyMatch(each -> each.filter().mayLookUp())) {
            return Map.of();
        }
        return asked.stream()
                .filter(each -> each.filter().isOpenRange() && order.first() != each.column())
                .filter(each -> asked.stream().filter(other -> other.column() == each.column()).count() == 1)
                .collect(Collectors.toUnmodifiableMap(AskedFilter::column, AskedFilter::condition));
    }
}

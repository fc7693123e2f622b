package org.dsa110.contimg.rest.internal.list;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowsDescription;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * In what order a list comes: the columns that were asked for, then the primary key, so that no two rows are equal; of rows without a
 * key, then all other columns. NULL is less than any value: first in ascending order, last in descending order.
 *
 * @param terms never empty
 * @param tellsRowsApart whether no two rows are equal in all terms
 */
record Order(List<Term> terms, boolean tellsRowsApart) {
    /** A column, forwards or backwards. */
    record Term(ColumnDescription column, boolean descending) {
        @Override
        public String toString() {
            return (descending ? "-" : "") + column.name();
        }

        String sql() {
            return column.sql() + (descending ? " DESC NULLS LAST" : " ASC NULLS FIRST");
        }
    }

    /**
     * @param text column names, separated by commas, each with a minus for backwards; null for the order of the key
     * @throws ProblemException 400 for an unknown or repeated column
     */
    static Order parse(RowsDescription table, String text) {
        List<Term> terms = new ArrayList<>();
        for (String part : text == null ? List.<String>of() : CommaSeparated.split(text)) {
            boolean descending = part.startsWith("-") && table.column(part) == null;
            ColumnDescription column = table.column(descending ? part.substring(1) : part);
            if (column == null) {
                throw ProblemException.badRequest("order",
                        "has the unknown column '" + part + "'" + table.nearest(part.replaceFirst("^-", ""))
                                + "; known are " + table.columnNames());
            }
            if (terms.stream().anyMatch(term -> term.column() == column)) {
                throw ProblemException.badRequest("order", "has the column '" + column.name() + "' twice");
            }
            terms.add(new Term(column, descending));
        }
        boolean descending = !terms.isEmpty() && terms.get(0).descending();
        for (ColumnDescription key : table.ordering()) {
            if (terms.stream().noneMatch(term -> term.column() == key)) {
                terms.add(new Term(key, descending));
            }
        }
        return new Order(List.copyOf(terms), table.tellsRowsApart());
    }

    /** The column by which rows come first of all, forwards or backwards. */
    ColumnDescription first() {
        return terms.get(0).column();
    }

    String sql() {
        return terms.stream().map(Term::sql).collect(Collectors.joining(", "));
    }

    /** The order as text: what a page token must have been made for. */
    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(","));
    }
}

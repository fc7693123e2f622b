package org.dsa110.contimg.rest.internal.list;

import java.util.List;

/**
 * A SELECT of rows that a page is read from. Immutable and thread-safe.
 *
 * @param select up to the table
 * @param place where the page begins in the order of the list, for these rows
 * @param skipped how many of them the pages before have had
 */
record PagePart(ListRequest request, String select, Condition place, long skipped) {
    /** @param hint what stands behind the table: how it is to be read, or nothing */
    String sql(String hint, long rows) {
        return select + hint + " WHERE " + condition().sql() + " ORDER BY " + request.order().sql() + " LIMIT " + rows
                + (skipped == 0 ? "" : " OFFSET " + skipped);
    }

    List<Object> values() {
        return condition().boundWith(request.table());
    }

    private Condition condition() {
        return Condition.all(List.of(request.filter(), place));
    }
}

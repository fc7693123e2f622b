package org.dsa110.contimg.products.internal.sources;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Rows of a table that say of which sources something is to be computed anew, inside units of work on products. Thread-safe.
 *
 * @param <P> a place among them
 */
public interface DueRows<P> {
    /** How many are looked up at once. */
    int AT_ONCE = 256;

    /**
     * Some of them, in an order.
     *
     * @param numbers of the rows; empty at the end
     * @param last behind which the next ones come; null where there are none
     */
    record Page<P>(List<Long> numbers, P last) {
    }

    /** Whether it is not known of which, so that all are to be marked first. */
    default boolean allAreDue(Connection connection) throws SQLException {
        return false;
    }

    /** Marks all, unless that was done meanwhile. */
    default void markAll(Connection connection) throws SQLException {
        throw new IllegalStateException("it is always known which are due");
    }

    /** @param last of the page before; null for the first */
    Page<P> after(Connection connection, P last) throws SQLException;

    /**
     * Does what is due for one, unless that was done meanwhile.
     *
     * @param number of its row
     */
    void settle(Connection connection, long number) throws SQLException;
}

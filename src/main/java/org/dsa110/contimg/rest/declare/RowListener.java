package org.dsa110.contimg.rest.declare;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Hears of every row of a table that REST adds, changes or removes, inside the unit of work that does it and on its connection: what
 * it writes itself becomes durable together with the row, or not at all. Keys have a value for each column of the primary key, in
 * order. Called by the writer's thread alone, and again for the same row when its unit of work is run a second time.
 */
public interface RowListener {
    /** Hears and does nothing. */
    RowListener NONE = new RowListener() {
    };

    /**
     * Whether it must hear of changes of only these columns.
     *
     * @param columns the names of those that get a value, which may be the one they have
     */
    default boolean concern(Set<String> columns) {
        return true;
    }

    /**
     * Before a row is changed or removed; it still is as it was.
     *
     * @throws SQLException any: the row then stays, and its request fails
     */
    default void before(Connection connection, List<Object> key) throws SQLException {
    }

    /**
     * After a row was added or changed.
     *
     * @throws SQLException any: the row is then undone, and its request fails
     * @throws ProblemException the row must not be as it is: it is undone, and its request, or in an import its line, fails with that
     */
    default void after(Connection connection, List<Object> key) throws SQLException {
    }

    /**
     * After a row was added as it was in another database, with what the service had computed: what makes a new row right is not for it. Does
     * what {@link #after} does unless told otherwise.
     *
     * @throws SQLException as {@link #after}
     */
    default void restored(Connection connection, List<Object> key) throws SQLException {
        after(connection, key);
    }
}

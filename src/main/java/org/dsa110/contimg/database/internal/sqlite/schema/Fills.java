package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.SQLException;

/** By which statement a table that triggers keep gets its rows. */
@FunctionalInterface
public interface Fills {
    /** That of the migrations. */
    Fills OF_MIGRATIONS = (table, fill) -> fill;

    /**
     * Asked when the rows are to be put in.
     *
     * @param fill the statement of the migrations
     * @return one that does the same
     */
    String statement(String table, String fill) throws SQLException;
}

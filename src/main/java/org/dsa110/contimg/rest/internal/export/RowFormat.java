package org.dsa110.contimg.rest.internal.export;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows in the form of one export, written page by page: begin, then rows and a flush for each page, then end. Not thread-safe. */
interface RowFormat {
    /** What stands before the first row. */
    void begin() throws IOException;

    /** The row that the result stands on. */
    void row(ResultSet row) throws IOException, SQLException;

    /**
     * What stands after the last row.
     *
     * @param more whether there are rows behind it, which were not asked for
     */
    default void end(boolean more) throws IOException {
    }

    /** Passes on what is buffered: the page ends here. */
    void flush() throws IOException;

    /** The page goes to the client. */
    default void keep() {
    }

    /** Forgets what came since the last page that was kept, wherever it broke off: the page is to be read again. */
    void abandon();
}

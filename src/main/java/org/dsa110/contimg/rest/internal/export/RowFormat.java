package org.dsa110.contimg.rest.internal.export;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows in the form of one export, which may be written in several stretches. Not thread-safe. */
public interface RowFormat {
    /** What stands before the first row. */
    void begin() throws IOException, SQLException;

    /** The row that the result stands on. */
    void row(ResultSet row) throws IOException, SQLException;

    /** What stands after the last row. */
    void end() throws IOException, SQLException;

    /** Hands on what is still held back. */
    void flush() throws IOException, SQLException;
}

package org.dsa110.contimg.products.internal.variability;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.database.Statements;

/**
 * The sources whose photometry was changed since their statistics were computed: rows of variability_due, which the triggers of photometry
 * add, whoever changes it.
 */
final class DueSourcesSql {
    static final int MOST_SOURCES = 256;

    private DueSourcesSql() {
    }

    /**
     * Numbers of some rows, in their order, inside a unit of work; empty at the end.
     *
     * @param last the number behind which they begin
     */
    static List<Long> after(Connection connection, long last) throws SQLException {
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT rowid FROM variability_due WHERE rowid > ? ORDER BY rowid LIMIT " + MOST_SOURCES, last);
                ResultSet row = select.executeQuery()) {
            List<Long> numbers = new ArrayList<>();
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
            return numbers;
        }
    }

    /**
     * Computes the statistics of one, in this unit of work on products, unless that was done meanwhile. A name that is not UTF-8 can have
     * none.
     *
     * @param number of its row
     */
    static void settle(Connection connection, VariabilitySql rows, long number) throws SQLException {
        byte[] name = name(connection, number);
        if (name == null) {
            return;
        }
        String source = SourceNamesSql.text(name);
        if (source != null) {
            rows.compute(source);
            SourcePlaceSql.renew(connection, source);
        }
        update(connection, "DELETE FROM variability_due WHERE rowid = ?", number);
    }

    /** All of a source's photometry has just been read. */
    static void settled(Connection connection, String source) throws SQLException {
        update(connection, "DELETE FROM variability_due WHERE source_id = ?", source);
    }

    /**
     * A measurement was counted that this unit of work has added or changed. A mark that was there before, of another measurement or of one
     * that is gone, stays: what it was for has not been counted.
     *
     * @param id of the measurement
     */
    static void counted(Connection connection, String source, long id) throws SQLException {
        update(connection, "DELETE FROM variability_due WHERE source_id = ? AND photometry_id = ?", source, id);
    }

    private static byte[] name(Connection connection, long number) throws SQLException {
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT source_id FROM variability_due WHERE rowid = ?", number);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    private static void update(Connection connection, String sql, Object... bound) throws SQLException {
        try (PreparedStatement statement = Statements.prepare(connection, sql, bound)) {
            statement.executeUpdate();
        }
    }
}

package org.dsa110.contimg.products.internal.variability;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.products.internal.sources.DueRows;

/**
 * The sources whose photometry was changed since their statistics were computed: rows of variability_due, which the triggers of photometry
 * add, whoever changes it. Thread-safe.
 */
final class DueSourcesSql implements DueRows<Long> {
    private final Clock clock;

    /** @param clock gives the time that statistics say they were computed at */
    DueSourcesSql(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Page<Long> after(Connection connection, Long last) throws SQLException {
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT rowid FROM variability_due WHERE rowid > ? ORDER BY rowid LIMIT " + AT_ONCE,
                last == null ? 0 : last);
                ResultSet row = select.executeQuery()) {
            List<Long> numbers = new ArrayList<>();
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
            return new Page<>(numbers, numbers.isEmpty() ? null : numbers.get(numbers.size() - 1));
        }
    }

    /** Computes the statistics of one. A name that is not UTF-8 can have none. */
    @Override
    public void settle(Connection connection, long number) throws SQLException {
        byte[] name = name(connection, number);
        if (name == null) {
            return;
        }
        String source = SourceNamesSql.text(name);
        if (source != null) {
            new VariabilitySql(connection, clock.millis() / 1000.0).compute(source);
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

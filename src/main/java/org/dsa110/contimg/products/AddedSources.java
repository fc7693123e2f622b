package org.dsa110.contimg.products;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import org.dsa110.contimg.rest.declare.RowListener;

/**
 * Has the statistics of a source that REST adds to variability_stats computed from the photometry that is there. Changes and removals
 * need nothing. Thread-safe.
 */
final class AddedSources implements RowListener {
    private final Variability variability;

    AddedSources(Variability variability) {
        this.variability = variability;
    }

    @Override
    public boolean concern(Set<String> columns) {
        return false;
    }

    @Override
    public void after(Connection connection, List<Object> key) throws SQLException {
        // An import takes any value that a database can hold.
        if (key.get(0) instanceof String source) {
            variability.compute(connection, source);
        }
    }

    @Override
    public void restored(Connection connection, List<Object> key) {
        // It has its statistics.
    }
}

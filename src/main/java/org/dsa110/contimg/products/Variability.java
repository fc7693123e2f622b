package org.dsa110.contimg.products;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.rest.RowChanges;

/**
 * Keeps variability_stats in step with photometry: in the same unit of work as each change over REST, as {@link RowChanges}; a unit of
 * work of Java that adds or removes photometry tells of it itself; and for what other programs wrote all of it can be computed anew.
 * Thread-safe.
 */
@ApplicationScoped
public class Variability implements RowChanges {
    /** How many sources are computed in one unit of work, beside which others can write. */
    private static final int SOURCES_PER_UNIT = 50;

    private final UnitsOfWork units;
    private final Clock clock;

    Variability(UnitsOfWork units, Clock clock) {
        this.units = units;
        this.clock = clock;
    }

    /**
     * A row of photometry was added, in this unit of work on products, and flushed.
     *
     * @param id its number
     */
    public void added(Connection connection, long id) throws SQLException {
        rows(connection).added(id);
    }

    /**
     * A row of photometry will be removed in this unit of work on products, or changed; after a change it was {@link #added}.
     *
     * @param id its number
     */
    public void removing(Connection connection, long id) throws SQLException {
        rows(connection).removing(id);
    }

    @Override
    public void before(Connection connection, List<Object> key) throws SQLException {
        removing(connection, ((Number) key.get(0)).longValue());
    }

    @Override
    public void after(Connection connection, List<Object> key) throws SQLException {
        added(connection, ((Number) key.get(0)).longValue());
    }

    /**
     * Computes the statistics of all sources from their photometry, some sources in each unit of work.
     *
     * @return how many sources there are
     */
    public Uni<Long> recompute() {
        return recompute(null, 0);
    }

    private Uni<Long> recompute(String after, long done) {
        return units.write(Database.PRODUCTS, UnitOfWork.named("recompute variability", connection -> {
            List<String> sources = sources(connection, after);
            for (String source : sources) {
                rows(connection).compute(source);
            }
            return sources;
        })).flatMap(sources -> sources.isEmpty()
                ? Uni.createFrom().item(done)
                : recompute(sources.get(sources.size() - 1), done + sources.size()));
    }

    /**
     * The next sources in order: those that have photometry, and those that had.
     *
     * @param after null for the first
     */
    private static List<String> sources(Connection connection, String after) throws SQLException {
        SortedSet<String> sources = new TreeSet<>(Variability::inUtf8);
        for (String table : List.of("photometry", "variability_sums")) {
            String where = after == null ? "source_id IS NOT NULL" : "source_id > ?";
            try (PreparedStatement select = connection.prepareStatement("SELECT DISTINCT source_id FROM " + table
                    + " WHERE " + where + " ORDER BY source_id LIMIT " + SOURCES_PER_UNIT)) {
                if (after != null) {
                    select.setString(1, after);
                }
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        sources.add(row.getString(1));
                    }
                }
            }
        }
        return sources.stream().limit(SOURCES_PER_UNIT).toList();
    }

    /** As the database orders texts. */
    private static int inUtf8(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private VariabilityRows rows(Connection connection) {
        return new VariabilityRows(connection, clock.millis() / 1000.0);
    }
}

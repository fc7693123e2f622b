package org.dsa110.contimg.products;

import java.sql.Connection;
import java.sql.SQLException;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * Keeps variability_stats in step with photometry: in the same unit of work as each change over REST, as {@link RowListener}; a unit of
 * work of Java that adds or removes photometry tells of it itself; and for what other programs wrote all of it can be computed anew.
 * A bean; thread-safe.
 */
public interface Variability extends RowListener {
    /**
     * A row of photometry was added, in this unit of work on products, and flushed.
     *
     * @param id its number
     */
    void added(Connection connection, long id) throws SQLException;

    /**
     * A row of photometry will be removed in this unit of work on products, or changed; after a change it was {@link #added}.
     *
     * @param id its number
     */
    void removing(Connection connection, long id) throws SQLException;

    /** Computes the statistics of one source from its photometry, in this unit of work on products. */
    void compute(Connection connection, String source) throws SQLException;

    /**
     * Computes the statistics of all sources from their photometry, some sources in each unit of work. One at a time: while it runs
     * another one fails with a {@link ProblemException} (409).
     *
     * @return how many sources there are
     */
    Uni<Long> recompute();
}

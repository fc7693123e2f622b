package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Location;
import org.jboss.logging.Logger;

/**
 * Keeps what migrations made in one database, for as long as the service has it: looks when it is opened, and again whenever its schema
 * was changed. Thread-safe.
 */
public final class KeptSchema {
    private static final Logger LOG = Logger.getLogger(KeptSchema.class);

    private final Location location;
    private final MadeSchema made;
    private final Histories histories;
    private final Set<String> tables;
    /** Why the service must not serve from it; null when it may. */
    private volatile String fault;
    private boolean aheadTold;
    /** What was last said to be otherwise, as each look finds it again. */
    private volatile List<String> told = List.of();

    /** @param migrations the texts of all, in the order in which they were run, by the table that holds their history */
    public KeptSchema(Location location, Map<String, List<String>> migrations) {
        this.location = location;
        this.made = new MadeSchema(migrations.values().stream().flatMap(List::stream).toList());
        this.histories = Histories.of(migrations);
        this.tables = Stream.concat(made.tables().stream(), migrations.keySet().stream())
                .map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** What a transaction of the caller does: all of the work, or nothing. */
    public interface Transaction {
        /** Begins one that holds the write lock. */
        void begin() throws SQLException;

        void commit() throws SQLException;

        void rollback() throws SQLException;

        /** By plain statements on a connection that is in autocommit as far as JDBC knows. */
        static Transaction on(Connection connection) {
            return new Transaction() {
                @Override
                public void begin() throws SQLException {
                    run("BEGIN IMMEDIATE");
                }

                @Override
                public void commit() throws SQLException {
                    run("COMMIT");
                }

                @Override
                public void rollback() throws SQLException {
                    run("ROLLBACK");
                }

                private void run(String sql) throws SQLException {
                    try (Statement statement = connection.createStatement()) {
                        statement.executeUpdate(sql);
                    }
                }
            };
        }
    }

    /**
     * Looks, and puts back what is missing, in a transaction that is begun only if there is something to do. What a newer version of
     * the program has brought to its own schema is left alone, as two versions would undo each other's work.
     *
     * @param connection outside a transaction
     * @return what was put back, in words
     * @throws SQLException if the database cannot do it now
     */
    public List<String> restore(Connection connection, Transaction transaction) throws SQLException {
        if (isAhead(connection)) {
            return List.of();
        }
        SchemaRepair look = new SchemaRepair(made, connection);
        if (!look.lost().isEmpty() || !look.isDue()) {
            tell(look);
            return List.of();
        }
        transaction.begin();
        SchemaRepair repair = new SchemaRepair(made, connection);
        try {
            if (repair.lost().isEmpty()) {
                repair.run();
            }
        } catch (SQLException e) {
            transaction.rollback();
            throw e;
        }
        if (repair.lost().isEmpty()) {
            transaction.commit();
        } else {
            transaction.rollback();
        }
        tell(repair);
        return repair.lost().isEmpty() ? repair.restored() : List.of();
    }

    /** The names of the tables and views that the migrations make, and of their histories, with small letters in place of A to Z. */
    public Set<String> tables() {
        return tables;
    }

    /** What {@link #restore} would put back, or could not, in words; empty when a newer version of the program made the schema. */
    public List<String> lacking(Connection connection) throws SQLException {
        if (histories.areAhead(connection)) {
            return List.of();
        }
        SchemaRepair look = new SchemaRepair(made, connection);
        return Stream.concat(look.lost().stream(), look.due().stream()).toList();
    }

    private boolean isAhead(Connection connection) throws SQLException {
        boolean ahead = histories.areAhead(connection);
        if (ahead) {
            fault = null;
            if (!aheadTold) {
                LOG.warnf(
                        "A newer version of this program has migrated %s, so what its migrations made is not looked at",
                        location);
            }
        }
        aheadTold = ahead;
        return ahead;
    }

    /** Whether the last look found that something is missing which nothing can put back. */
    public boolean isFaulty() {
        return fault != null;
    }

    /** @throws DatabaseException STORAGE when the last look found that something is missing which nothing can put back */
    public void verify() {
        String why = fault;
        if (why != null) {
            throw new DatabaseException(Kind.STORAGE, why, null);
        }
    }

    private void tell(SchemaRepair repair) {
        String before = fault;
        fault = repair.lost().isEmpty()
                ? null
                : "another program has changed " + location + " so that this service would serve it wrong: "
                        + String.join("; ", repair.lost()) + "; put that right, or put back a copy of the file";
        if (!repair.changed().isEmpty() && !repair.changed().equals(told)) {
            LOG.warnf("%s is otherwise than its migrations made it: %s", location, String.join("; ", repair.changed()));
        }
        told = repair.changed();
        if (fault != null) {
            LOG.error(fault);
        } else if (!repair.restored().isEmpty()) {
            LOG.warnf("%s had lost what its migrations made, as when another program makes a table anew; put back: %s",
                    location,
                    String.join(", ", repair.restored()));
        } else if (before != null) {
            LOG.infof("%s can be served again", location);
        }
    }
}

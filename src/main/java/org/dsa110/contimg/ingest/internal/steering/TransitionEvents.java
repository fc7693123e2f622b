package org.dsa110.contimg.ingest.internal.steering;

import java.sql.PreparedStatement;
import java.sql.ResultSet;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.GroupTransition;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.events.EventPage;
import org.dsa110.contimg.rest.events.EventSource;

/**
 * The changes of groups' states as events, whoever made them: their numbers are given under the file's write lock and never again, so none
 * comes to light with a smaller number than one that is seen already. Thread-safe.
 */
@WithRest
@Singleton
class TransitionEvents implements EventSource {
    private static final int MOST = 200;

    private final UnitExecutor units;
    private final TableRows<GroupTransition> rows;

    TransitionEvents(UnitExecutor units, TableServices services) {
        this.units = units;
        this.rows = new TableRows<>(services, Database.INGEST, GroupTransition.class, GroupTransition.QUERY);
    }

    @Override
    public Uni<EventPage> after(long id) {
        return units.read(Database.INGEST, UnitOfWork.sql("queue events", connection -> {
            EventPage page = new EventPage(id);
            try (PreparedStatement query = Statements.prepare(connection,
                    "SELECT id FROM queue_transitions WHERE id > ? ORDER BY id LIMIT " + MOST, id);
                    ResultSet row = query.executeQuery()) {
                while (!page.isFull() && row.next()) {
                    page.add(row.getLong(1), rows.get(connection, row.getLong(1)));
                }
            }
            return page;
        }));
    }

    /** The greatest number that was given, also where its row is gone since; 0 before the first. */
    Uni<Long> newest() {
        return units.read(Database.INGEST, UnitOfWork.sql("newest queue event", connection -> {
            try (PreparedStatement query = connection
                    .prepareStatement("SELECT max(coalesce((SELECT max(id) FROM queue_transitions), 0), coalesce("
                            + "(SELECT seq FROM sqlite_sequence WHERE name = 'queue_transitions'), 0))");
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }));
    }
}

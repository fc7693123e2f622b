package org.dsa110.contimg.rest.internal.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.rest.internal.errors.ProblemMapper;
import org.dsa110.contimg.rest.internal.imports.ImportReport.Failure;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.write.GivenRows;
import org.dsa110.contimg.rest.internal.write.RowWriter;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;

/** Units of work that add rows of an upload, each row by itself: one that cannot be stored does not keep others out. Thread-safe. */
final class ImportUnits {
    /**
     * How long a unit may run where other writes of the service wait for it. Some rows cost much: each of photometry recomputes its
     * source's statistics.
     */
    private static final long WAITED_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(15);
    /** How long else: a page that many rows change is written once for all of a unit, and other programs wait for its lock. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final UnitExecutor units;
    private final TableWrites writes;
    private final GivenRows given;

    ImportUnits(UnitExecutor units, TableWrites writes, GivenRows given) {
        this.units = units;
        this.writes = writes;
        this.given = given;
    }

    /**
     * What one unit of work did.
     *
     * @param rows how many it worked through before its time was up
     * @param failures which of these were not stored, and why
     */
    record Stored(int rows, List<Failure> failures) {
    }

    /**
     * Stores as many of the rows as there is time for, and one at least; the others are for another unit.
     *
     * @param rows in the order of the upload, one at least; must not change any more
     */
    Uni<Stored> store(List<ImportedRow> rows) {
        return units.write(database(),
                UnitOfWork.bulk("import " + writes.table().name(), connection -> store(connection, rows)));
    }

    private Stored store(Connection connection, List<ImportedRow> rows) throws SQLException {
        long began = System.nanoTime();
        int done = 0;
        List<Failure> failures = new ArrayList<>();
        try (RowWriter store = writes.store(connection, given);
                PreparedStatement savepoint = connection.prepareStatement("SAVEPOINT imported_row");
                PreparedStatement release = connection.prepareStatement("RELEASE imported_row");
                PreparedStatement undo = connection.prepareStatement("ROLLBACK TO imported_row")) {
            for (ImportedRow row : rows) {
                if (done > 0 && timeIsUp(System.nanoTime() - began)) {
                    break;
                }
                done++;
                List<Violation> violations = row.violations();
                if (violations.isEmpty()) {
                    savepoint.executeUpdate();
                    violations = add(store, row, undo);
                    release.executeUpdate();
                }
                if (!violations.isEmpty()) {
                    failures.add(new Failure(row.line(), violations));
                }
            }
        }
        return new Stored(done, failures);
    }

    private boolean timeIsUp(long nanos) {
        return nanos >= WAITED_FOR_NANOS && (nanos >= LONGEST_NANOS || units.writesWait(database()));
    }

    /** @return what the database says is wrong with the row, which has been undone then */
    private List<Violation> add(RowWriter store, ImportedRow row, PreparedStatement undo) throws SQLException {
        try {
            store.add(row.values());
            return List.of();
        } catch (ProblemException e) {
            undo.executeUpdate();
            return e.violations();
        } catch (SQLException e) {
            DatabaseException explained = units.explain(e);
            if (!RowPlace.isAtFault(explained)) {
                throw e;
            }
            undo.executeUpdate();
            List<Violation> violations = ProblemMapper.violations(explained);
            return violations.isEmpty()
                    ? List.of(new Violation(ImportedRow.LINE, ProblemMapper.message(explained)))
                    : violations;
        }
    }

    private Database database() {
        return writes.table().database();
    }
}

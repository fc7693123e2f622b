package org.dsa110.contimg.housekeeping;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;

/**
 * Has SQLite look at the tables that have changed much, so that it knows which index is the better one: {@code PRAGMA optimize}, in each
 * file once, by its writer. SQLite itself bounds how many rows of an index it reads. Connections that are open by then,
 * but for the writer's, go by what they had found when they were opened. Thread-safe.
 */
@ApplicationScoped
class QueryStatistics implements HousekeepingTask {
    /** All tables, as the writer's connection has not seen the queries of readers (0x10000); of these it analyzes what needs it (0x02). */
    private static final String OPTIMIZE = "PRAGMA optimize(0x10002)";
    /** The same, but only the statements that it would run. */
    private static final String SAY = "PRAGMA optimize(0x10003)";

    private final UnitExecutor units;
    private final DatabaseFiles files;
    private final HousekeepingConfig config;

    QueryStatistics(UnitExecutor units, DatabaseFiles files, HousekeepingConfig config) {
        this.units = units;
        this.files = files;
        this.config = config;
    }

    @Override
    public String name() {
        return "optimize";
    }

    @Override
    public String schedule() {
        return config.optimize().schedule();
    }

    @Override
    public HousekeepingReport run(boolean dryRun) {
        Map<Database, Location> locations = files.locate();
        Set<Location> done = new HashSet<>();
        List<String> statements = new ArrayList<>();
        for (Database database : Database.values()) {
            if (done.add(locations.get(database))) {
                units.write(database, UnitOfWork.sql("optimize", connection -> {
                    try (Statement statement = connection.createStatement()) {
                        List<String> due = due(statement);
                        if (!dryRun) {
                            statement.execute(OPTIMIZE);
                        }
                        return due;
                    }
                })).await().indefinitely()
                        .forEach(
                                due -> statements.add(database.name().toLowerCase(java.util.Locale.ROOT) + ": " + due));
            }
        }
        return new HousekeepingReport(Map.of("files", (long) done.size(), "tables", (long) statements.size()), null,
                statements.stream().limit(HousekeepingReport.MOST_EXAMPLES).toList());
    }

    private static List<String> due(Statement statement) throws SQLException {
        List<String> due = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(SAY)) {
            while (row.next()) {
                if (row.getString(1).startsWith("ANALYZE")) {
                    due.add(row.getString(1));
                }
            }
        }
        return due;
    }
}

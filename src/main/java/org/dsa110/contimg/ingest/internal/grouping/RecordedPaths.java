package org.dsa110.contimg.ingest.internal.grouping;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.internal.folder.SubbandNames;

/** Which files are recorded already, and which only seem to be, as their group was deleted. Thread-safe. */
@ApplicationScoped
class RecordedPaths {
    /** Goes from one group to the next by the key of the table instead of over all files. */
    private static final String ORPHANS = """
        WITH RECURSIVE ids(id) AS (
          SELECT min(group_id) FROM subband_files
          UNION ALL
          SELECT (SELECT min(group_id) FROM subband_files WHERE group_id > ids.id) FROM ids WHERE ids.id IS NOT NULL)
        SELECT path FROM ids JOIN subband_files ON group_id = ids.id
        WHERE NOT EXISTS (SELECT 1 FROM ingest_queue q WHERE q.group_id = ids.id)""";

    private static final String COLLECTING = "SELECT path FROM ingest_queue q JOIN subband_files f"
            + " ON f.group_id = q.group_id WHERE q.state = '" + GroupState.COLLECTING + "'";

    private final UnitExecutor units;

    /**
     * A sum over all groups, from an index.
     *
     * @param receivedAt of all together
     */
    record Groups(long count, double receivedAt) {
    }

    /**
     * @param orphans recorded paths that no group in the queue has; empty also when nobody looked for them
     * @param collecting the recorded paths of groups that still collect
     */
    record QueueLook(Groups groups, List<String> orphans, List<String> collecting) {
    }

    RecordedPaths(UnitExecutor units) {
        this.units = units;
    }

    /**
     * Goes through the recorded paths once, and keeps only what is asked for: years of paths need not fit in memory.
     *
     * @param folder a real path
     * @param names names of files in it
     * @return those of the names that a group in the queue has, in a new set that can be changed
     */
    Uni<SubbandNames> namesIn(Path folder, SubbandNames names) {
        String prefix = folder.getNameCount() == 0 ? folder.toString() : folder + "/";
        return units.read(Database.INGEST, connection -> {
            SubbandNames recorded = new SubbandNames();
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT path FROM subband_files WHERE EXISTS (SELECT 1 FROM ingest_queue q"
                            + " WHERE q.group_id = subband_files.group_id)");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String path = row.getString(1);
                    if (path.startsWith(prefix) && names.contains(path.substring(prefix.length()))) {
                        recorded.add(path.substring(prefix.length()));
                    }
                }
            }
            return recorded;
        });
    }

    /**
     * Looks at what a scan has to know of the queue: which recorded paths have no group, and which ones' groups still collect. A deletion, by
     * whatever program, shows in the sum over the groups, also where others came meanwhile; only when that is another are the paths
     * looked for, which costs one step into an index for each group of the files.
     *
     * @param before the groups at the last call; null at the first
     */
    Uni<QueueLook> look(Groups before) {
        return units.read(Database.INGEST, connection -> {
            try (Statement statement = connection.createStatement()) {
                Groups now = groups(statement);
                return new QueueLook(now, now.equals(before) ? List.of() : paths(statement, ORPHANS),
                        paths(statement, COLLECTING));
            }
        });
    }

    private static List<String> paths(Statement statement, String query) throws SQLException {
        List<String> paths = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                paths.add(row.getString(1));
            }
        }
        return paths;
    }

    private static Groups groups(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*), total(received_at) FROM ingest_queue")) {
            row.next();
            return new Groups(row.getLong(1), row.getDouble(2));
        }
    }
}

package org.dsa110.contimg.housekeeping;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;

/** The index of subband files, as the check of the disk reads and changes it; each method does short units of work. Thread-safe. */
@ApplicationScoped
class IndexedFiles {
    private static final int PAGE = 1000;
    private static final int BATCH = 250;

    private final UnitExecutor units;

    /** A row of the index. */
    record Row(String path, boolean stored) {
    }

    IndexedFiles(UnitExecutor units) {
        this.units = units;
    }

    /** The next rows in the order of their paths; none at the end. */
    List<Row> after(String path) {
        return units.read(Database.HDF5, UnitOfWork.sql("look at indexed files", connection -> {
            List<Row> rows = new ArrayList<>();
            try (PreparedStatement query = Statements.prepare(connection,
                    "SELECT path, stored IS NOT 0 FROM hdf5_file_index"
                            + " WHERE path > ? AND typeof(path) = 'text' ORDER BY path LIMIT " + PAGE,
                    path);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(row.getString(1), row.getBoolean(2)));
                }
            }
            return rows;
        })).await().indefinitely();
    }

    /** Says of files whether they are on the disk. */
    void store(List<String> paths, boolean stored) {
        for (int from = 0; from < paths.size(); from += BATCH) {
            String some = json(paths.subList(from, Math.min(paths.size(), from + BATCH)));
            units.write(Database.HDF5, UnitOfWork.sql("note what is on the disk", connection -> {
                try (PreparedStatement update = Statements.prepare(connection,
                        "UPDATE hdf5_file_index SET stored = ? WHERE path IN (SELECT value FROM json_each(?))",
                        stored ? 1 : 0, some)) {
                    return update.executeUpdate();
                }
            })).await().indefinitely();
        }
    }

    /** Those of some paths that are not in the index. */
    List<String> unknown(List<String> paths) {
        return others(Database.HDF5, paths, "SELECT 1 FROM hdf5_file_index f WHERE f.path = p.value");
    }

    /** Those of some paths that the queue does not know either. */
    List<String> unknownToTheQueue(List<String> paths) {
        return others(Database.INGEST, paths, "SELECT 1 FROM subband_files f WHERE f.path = p.value"
                + " UNION ALL SELECT 1 FROM set_aside_files s WHERE s.path = p.value");
    }

    private List<String> others(Database database, List<String> paths, String known) {
        return units.read(database, UnitOfWork.sql("look for files that are not known", connection -> {
            List<String> unknown = new ArrayList<>();
            try (PreparedStatement query = Statements.prepare(connection,
                    "SELECT p.value FROM json_each(?) p WHERE NOT EXISTS (" + known + ")", json(paths));
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    unknown.add(row.getString(1));
                }
            }
            return unknown;
        })).await().indefinitely();
    }

    private static String json(List<String> paths) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        paths.forEach(array::add);
        return array.toString();
    }
}

package org.dsa110.contimg.ingest.internal.grouping;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;

/** Which files of a folder are recorded already. Thread-safe. */
@ApplicationScoped
class RecordedPaths {
    private final UnitExecutor units;

    RecordedPaths(UnitExecutor units) {
        this.units = units;
    }

    /**
     * Goes through all recorded paths once, and keeps only what is asked for: years of paths need not fit in memory.
     *
     * @param folder a real path
     * @param names names of files in it
     * @return those of the names that are recorded, in a new set that can be changed
     */
    Uni<Set<String>> namesIn(Path folder, Set<String> names) {
        String prefix = folder.getNameCount() == 0 ? folder.toString() : folder + "/";
        return units.read(Database.INGEST, connection -> {
            Set<String> recorded = new HashSet<>();
            try (PreparedStatement query = connection.prepareStatement("SELECT path FROM subband_files");
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
}

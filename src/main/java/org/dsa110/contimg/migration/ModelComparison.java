package org.dsa110.contimg.migration;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.migration.revision.Change;
import org.dsa110.contimg.migration.revision.Differences;

/**
 * How entities and migrations of some databases differ. Thread-safe.
 *
 * @param alone of each database in a file of its own
 * @param shared the tables that products and hdf5 both have, in lower case
 * @param sharedTogether what is to be done to these where both databases are in one file
 * @param faultsTogether what no migration that is written by itself can do where all databases are in one file, in sentences
 */
record ModelComparison(Map<Database, Differences> alone, Set<String> shared, List<Change> sharedTogether,
        List<String> faultsTogether) {
    /** What is to be done to tables of a database that no other has. */
    List<Change> own(Database database) {
        return changes(database, false);
    }

    /** What is to be done to those that it shares, in a file of its own. */
    List<Change> shared(Database database) {
        return changes(database, true);
    }

    private List<Change> changes(Database database, boolean isShared) {
        return alone.get(database).changes().stream().filter(change -> shared.contains(change.table()) == isShared)
                .toList();
    }
}

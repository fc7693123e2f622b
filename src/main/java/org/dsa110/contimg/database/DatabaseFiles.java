package org.dsa110.contimg.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

/** Where each database is, as the configuration says, and what may be done there before it is opened. Thread-safe. */
public interface DatabaseFiles {
    /**
     * The names of the tables at a location, found without changing anything there.
     *
     * @return empty when there is no database, or it has none
     * @throws DatabaseException if it cannot be read, or is no database
     */
    Set<String> tables(Location location);

    /**
     * Makes the folders of the files where they are missing, and finds out which names mean the same file.
     *
     * @return where each database is, equal for those that share a file; the files need not exist
     * @throws DatabaseException when a path is not set or cannot be used
     */
    Map<Database, Location> prepare();

    /**
     * Connections on which a database is migrated, before {@link UnitExecutor#open}. A database that is missing is made.
     *
     * @throws DatabaseException if it cannot be opened
     */
    DataSource migrations(Location location);

    /**
     * What is at a location, by its tables and histories, found without changing anything there.
     *
     * @param migrations the texts of all of them, in the order in which they are run, by the table that holds their history
     * @throws DatabaseException if it cannot be read, as when it is damaged
     */
    FileState state(Location location, Map<String, List<String>> migrations);

    /**
     * Brings an unversioned file to the tables of the migrations: a copy of it first, then all in one transaction. No row, column, table,
     * index, trigger or view goes; what is missing is added, and what would keep this service from writing is taken out of constraints.
     * The history of the migrations is not written. Doing it again changes nothing.
     *
     * @param migrations as for {@link #state}
     * @param dryRun whether nothing is to be changed, and nothing left beside the file
     * @throws DatabaseException BUSY if another program held the write lock for longer than the lock timeout; STORAGE if the file is not
     *         {@link FileState#UNVERSIONED}, or cannot be adopted; it is as it was then
     */
    AdoptionReport adopt(Location location, Map<String, List<String>> migrations, boolean dryRun, Progress progress);

    /**
     * Puts back what migrations made at a location and another program took along when it made a table anew: triggers and what they keep,
     * indexes, views. Done after the migrations and before {@link UnitExecutor#open}; while the databases are open that is looked at again
     * whenever a schema was changed.
     *
     * @param migrations the texts of all of them, in the order in which they were run, by the table that holds their history; where a
     *        history has more, a newer version of the program made the schema, and nothing is put back
     * @throws DatabaseException STORAGE if something is missing without which the service would serve it wrong, and cannot be put back
     */
    void keepSchema(Location location, Map<String, List<String>> migrations);

    /** What a failure on a connection to a location means, in words: such as a full disk, and the driver's own words. */
    String reason(Location location, SQLException failure);

    /**
     * The names of the tables and views that are the program's own in the file of a database, each with small letters in place of A to Z:
     * those that the migrations of all databases of that file make, found by running them, and the histories of these. Known while the
     * databases are open.
     */
    Set<String> ownTables(Database database);
}

package org.dsa110.contimg.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

/** Where each database is, as the configuration says, and what may be done there before it is opened. Thread-safe. */
public interface DatabaseFiles {
    /** What the migrations of a file with a history come to, in the transaction that completes it; connections are for statements only. */
    interface Completion {
        /** @return the texts of those that are still to be run, in their order; empty when another service has run them by now */
        List<String> pending(Connection connection) throws SQLException;

        /** Notes that they were run; done last. */
        void finish(Connection connection) throws SQLException;
    }

    /**
     * Finds out where the databases are, and which names mean the same file, and makes nothing.
     *
     * @return where each database is, equal for those that share a file; neither the files nor their folders need exist
     * @throws DatabaseException with a line for each path that is not set or cannot be used; also when nothing says where the databases are,
     *         and the pipeline's one file for all lies in the state folder without any of the five
     */
    Map<Database, Location> locate();

    /**
     * Finds what would keep the databases from being made, or written, where they are: a folder that is a file, files and folders of
     * another user, a disk without space for what is to be made. Changes nothing.
     *
     * @throws DatabaseException with a line for each obstacle, which may be that of several databases
     */
    void refuseUnwritable(Collection<Location> locations);

    /**
     * Makes the folders of the files where they are missing.
     *
     * @return as {@link #locate}
     * @throws DatabaseException as {@link #locate}, or with a line for each folder that cannot be made
     */
    Map<Database, Location> prepare();

    /**
     * Connections that read what is at a location and change nothing, in it or beside it, whatever runs on it; their settings are not
     * those of units. While another program opens it for the first time, or closes it as the last, a read may fail or be of an old
     * state; it is to be done again with new connections then.
     *
     * @param location one that is there
     * @throws DatabaseException if it cannot be looked at
     */
    DataSource reading(Location location);

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
     * Why migrations cannot be run on a file as they are, as when another program has added a column of the same name; found without
     * changing anything there, and without its rows.
     *
     * @param pending the texts of those that are still to be run, in their order
     * @return the statement and what SQLite says of it; null where nothing is in the way
     * @throws DatabaseException if it cannot be read
     */
    String obstacle(Location location, List<String> pending);

    /**
     * Brings a file with a history to the tables of the migrations as {@link #adopt} does, where those that are still to be run cannot be run
     * as they are: a copy of it first, then what can be run of them and what is still missing, in one transaction.
     *
     * @param migrations as for {@link #state}
     * @param completion what is still to be run; nothing is done where that is nothing
     * @param dryRun as for {@link #adopt}
     * @throws DatabaseException as for {@link #adopt}; STORAGE also if the file has no history
     */
    AdoptionReport complete(Location location, Map<String, List<String>> migrations, Completion completion,
            boolean dryRun, Progress progress);

    /**
     * Puts back what migrations made at a location and another program took along when it made a table anew: triggers and what they keep,
     * indexes, views. Done after the migrations and before {@link UnitExecutor#open}; while the databases are open that is looked at again
     * whenever a schema was changed.
     *
     * @param migrations the texts of all of them, in the order in which they were run, by the table that holds their history; where a
     *        history has more, a newer version of the program made the schema, and nothing is put back
     * @return what was put back, in words
     * @throws DatabaseException STORAGE if something is missing without which the service would serve it wrong, and cannot be put back
     */
    List<String> keepSchema(Location location, Map<String, List<String>> migrations);

    /** What a failure on a connection to a location means. */
    DatabaseException.Kind kind(SQLException failure);

    /** What a failure on a connection to a location means, in words: such as a full disk, and the driver's own words. */
    String reason(Location location, SQLException failure);

    /**
     * The names of the tables and views that are the program's own in the file of a database, each with small letters in place of A to Z:
     * those that the migrations of all databases of that file make, found by running them, and the histories of these. Known while the
     * databases are open.
     */
    Set<String> ownTables(Database database);

    /**
     * What {@code keepSchema} would put back, or could not, found without changing anything there.
     *
     * @param migrations as for {@code keepSchema}
     * @return in words, such as {@code trigger source_places_add}; empty when nothing is missing
     * @throws DatabaseException if it cannot be read
     */
    List<String> lacking(Location location, Map<String, List<String>> migrations);
}

package org.dsa110.contimg.migration;

/** Where the schema of a database stands, beside the migrations that this program has. */
public enum Standing {
    /** There is no file. */
    ABSENT,
    /** A file without anything in it. */
    EMPTY,
    /** A file of somebody else: no database, or none of our tables. */
    FOREIGN,
    /** Our tables, made by another program, without a history of migrations. */
    UNVERSIONED,
    /** Some migrations are still to be run. */
    BEHIND,
    /** All migrations were run, and no others. */
    HEAD,
    /** A newer version of this program ran migrations that this one does not know. */
    NEWER,
    /** What its history says was run is not what this program has, or a migration has failed. */
    DIFFERENT,
    /** It cannot be read. */
    UNREADABLE
}

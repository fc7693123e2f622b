package org.dsa110.contimg.database;

/** What is at a location before the service touches it, by its tables and their columns. */
public enum FileState {
    /** Nothing. */
    ABSENT,
    /** A file of no bytes, or a database without anything in it. */
    EMPTY,
    /** Not a database, or one that has none of the tables of the migrations: somebody else's, and left alone. */
    FOREIGN,
    /** Tables of the migrations, in whatever form, but no history of migrations: another program made it, and it can be adopted. */
    UNVERSIONED,
    /** A history of migrations. */
    VERSIONED
}

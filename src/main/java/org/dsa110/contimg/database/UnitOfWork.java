package org.dsa110.contimg.database;

import java.sql.Connection;

/**
 * A piece of code that reads or writes one database in one transaction. It runs on a thread of that database, with Panache,
 * Hibernate and {@link #run its connection} all on the same connection; one that is {@link #sql} has its connection alone.
 *
 * <p>It may be run a second time: a write when the transaction that it shared was lost through no fault of its own, a read when it ran long
 * while others waited. So it must create the entities that it persists itself and have no effects elsewhere.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface UnitOfWork<T> {
    /**
     * Does the work.
     *
     * @param connection the unit's own connection, for own SQL: queries, changes, and changes of the schema. It must not be closed,
     *        committed or rolled back, nor kept; and as other units have it afterwards, it must not be set up otherwise
     *        ({@code PRAGMA}, {@code ATTACH}, temporary tables).
     * @return the result; may be null, and must not be something that still reads, like a stream or an iterator
     * @throws Exception anything: the unit is undone and its caller gets the exception
     */
    T run(Connection connection) throws Exception;

    /** What the logs call it: the name of the class in which it is written, unless it is {@link #named}. Never null. */
    default String label() {
        return NamedUnit.labelOf(getClass());
    }

    /**
     * Whether it does without Panache and Hibernate, and so runs without what these need: a request context, a JTA transaction and a session.
     * They throw an {@link IllegalStateException} in it.
     */
    default boolean sqlOnly() {
        return false;
    }

    /**
     * Whether a write has its transaction to itself. One that shares it runs in a savepoint, for which SQLite keeps a copy of each page of the file
     * that is changed, on disk when they are many: that costs work in bulk more than a commit of its own. One that does not share has the copies
     * that its own statements and savepoints need in memory, so each should change little.
     */
    default boolean unshared() {
        return false;
    }

    /**
     * The same work under a name of its own.
     *
     * @param label for the logs: short, and the same at every run
     */
    static <T> UnitOfWork<T> named(String label, UnitOfWork<T> work) {
        return new NamedUnit<>(label, work.sqlOnly(), work.unshared(), work);
    }

    /**
     * Work that is done by SQL on its connection {@link #sqlOnly alone}, which costs less.
     *
     * @param label for the logs: short, and the same at every run
     */
    static <T> UnitOfWork<T> sql(String label, UnitOfWork<T> work) {
        return new NamedUnit<>(label, true, false, work);
    }

    /**
     * Work that changes much by SQL on its connection {@link #sqlOnly alone}, in a transaction that is {@link #unshared not shared}.
     *
     * @param label for the logs: short, and the same at every run
     */
    static <T> UnitOfWork<T> bulk(String label, UnitOfWork<T> work) {
        return new NamedUnit<>(label, true, true, work);
    }
}

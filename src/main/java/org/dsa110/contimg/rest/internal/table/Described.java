package org.dsa110.contimg.rest.internal.table;

/** A resource that serves the rows of a table or of a query, for those that describe them. Thread-safe. */
public interface Described {
    /** What is served at {@link TableDescription#path()}. */
    TableDescription<?> table();
}

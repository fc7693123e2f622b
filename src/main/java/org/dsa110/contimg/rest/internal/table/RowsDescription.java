package org.dsa110.contimg.rest.internal.table;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.SkyPosition;
import org.dsa110.contimg.rest.problem.NearestName;

/**
 * What rows are read from: a table that an entity declares, a query, or a table that was found in a file. Its text is the database and
 * the name, as people write it: {@code products.images}. Immutable and thread-safe.
 */
public interface RowsDescription {
    Database database();

    String name();

    /** Where the rows come from, as SQL behind FROM. */
    String rows();

    /** Whether these are the rows of a table, and not of a query or a view. */
    boolean isStored();

    /**
     * What is bound to ?1, ?2 and so on in {@link #rows()} and in columns, and in a condition that has all of them and comes first in
     * its statement: question marks without numbers count on from there.
     */
    default List<Object> values() {
        return List.of();
    }

    /** What has as many rows as {@link #rows()} has where none is left out, as SQL behind FROM, and is counted no later. */
    default String counted() {
        return rows();
    }

    /**
     * The same rows for a list in the opposite order of the key. A query that names the order itself, so that SQLite walks an index, names
     * the opposite one: for the other SQLite would compute all rows and sort them.
     */
    default RowsDescription backwards() {
        return this;
    }

    /** The same rows for a list in another order than that of the key. */
    default RowsDescription inOtherOrder() {
        return this;
    }

    /** All columns, in order. */
    List<ColumnDescription> columns();

    /** The column of that name, or null. */
    ColumnDescription column(String column);

    /** The columns of the key by which one row is read, in order; empty where no row can be. */
    List<ColumnDescription> keys();

    /** The columns by which rows come where nothing else is asked for, and which decide between rows that are equal in what is. Never empty. */
    default List<ColumnDescription> ordering() {
        return keys();
    }

    /** Whether no two rows are equal in all columns of {@link #ordering()}. */
    default boolean tellsRowsApart() {
        return true;
    }

    /** Where its rows have their positions on the sky, or null. */
    default SkyPosition position() {
        return null;
    }

    /**
     * The same for a cone search; only where there is a {@link #position()}.
     *
     * @param separation a column that is computed, behind the others
     * @param among for a query, what takes the place of {@link SkyPosition#ANYWHERE} in it; null for a table
     * @param values what is bound in both to ?1, ?2 and so on
     */
    default RowsDescription near(ColumnDescription separation, String among, List<Object> values) {
        throw new IllegalStateException(this + " has no positions");
    }

    /** The beginning of a statement that reads columns. */
    default String select(Collection<ColumnDescription> wanted) {
        return wanted.stream()
                .map(column -> column.sql() + (column.isDeclared() ? "" : " AS \"" + column.label() + '"'))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + rows()));
    }

    default String columnNames() {
        return String.join(", ", names());
    }

    /** What an error adds behind a name that no column has: which one was meant, or nothing. */
    default String nearest(String unknown) {
        return NearestName.hint(unknown, names());
    }

    private List<String> names() {
        return columns().stream().map(ColumnDescription::name).toList();
    }
}

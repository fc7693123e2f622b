package org.dsa110.contimg.rest.internal.found;

import java.util.List;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * A table or view that was found in a file and that no entity declares, as SQLite described it in the transaction in which it is read.
 *
 * @param name as the file has it
 * @param view whether it is a view
 * @param rows where they come from, as SQL behind FROM
 * @param columns those that SELECT * has, and before them the number of the row where it is the key
 * @param keys the primary key; where there is none, the number of the row; empty for a view, and where neither can be asked for
 * @param ordering the key, and behind one that may be NULL the number of the row; all columns where rows have no key
 * @param tellsRowsApart false where rows have no key, as two may be the same
 */
public record FoundTable(Database database, String name, boolean view, String rows, List<ColumnDescription> columns,
        List<ColumnDescription> keys, List<ColumnDescription> ordering,
        boolean tellsRowsApart) implements RowsDescription {
    @Override
    public boolean isStored() {
        return !view;
    }

    @Override
    public ColumnDescription column(String column) {
        return columns.stream().filter(each -> each.name().equals(column)).findFirst().orElse(null);
    }

    @Override
    public String toString() {
        return database + "." + name;
    }
}

package org.dsa110.contimg.vo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.util.ByteArrayDataSource;
import uk.ac.starlink.votable.VOTableBuilder;

/**
 * A VOTable as STIL reads it, which TOPCAT reads it with.
 *
 * @param table of which any cell can be read
 */
record Votable(StarTable table) {
    static Votable read(byte[] answer) throws IOException {
        return new Votable(Tables.randomTable(new VOTableBuilder(true)
                .makeStarTable(new ByteArrayDataSource("answer", answer), true, StoragePolicy.PREFER_MEMORY)));
    }

    List<ColumnInfo> columns() {
        return List.of(Tables.getColumnInfos(table));
    }

    List<String> names() {
        return columns().stream().map(ColumnInfo::getName).toList();
    }

    ColumnInfo column(String name) {
        return table.getColumnInfo(names().indexOf(name));
    }

    /** The names of the columns with a UCD. */
    List<String> withUcd(String ucd) {
        return columns().stream().filter(column -> ucd.equals(column.getUCD())).map(ColumnInfo::getName).toList();
    }

    List<Object> values(String name) throws IOException {
        int column = names().indexOf(name);
        List<Object> values = new ArrayList<>();
        for (long row = 0; row < table.getRowCount(); row++) {
            values.add(table.getCell(row, column));
        }
        return values;
    }

    List<Object> row(long number) throws IOException {
        return Arrays.asList(table.getRow(number));
    }
}

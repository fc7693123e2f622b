package org.dsa110.contimg.vo;

import java.util.List;
import java.util.stream.Stream;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * Which columns a cone search answers with, and how the three that every one has are described: Simple Cone Search 1.03, section 2. All
 * others have the UCD1+ that they have everywhere.
 */
enum ConeColumns {
    /** VERB=1: the three that must be there. */
    LEAST {
        @Override
        boolean has(ColumnDescription column) {
            return false;
        }
    },
    /** VERB=2, and what is meant without it: what is measured, what tells what it is, and what every row has. */
    MEASURED {
        @Override
        boolean has(ColumnDescription column) {
            return column.ucd() != null || column.unit() != null || !column.nullable();
        }
    },
    /** VERB=3: all. */
    ALL {
        @Override
        boolean has(ColumnDescription column) {
            return true;
        }
    };

    private static final String ID = "ID_MAIN";
    private static final String RA = "POS_EQ_RA_MAIN";
    private static final String DEC = "POS_EQ_DEC_MAIN";

    static ConeColumns of(long verbosity) {
        return values()[(int) verbosity - 1];
    }

    /** Whether one that is not of the three is there. */
    abstract boolean has(ColumnDescription column);

    /**
     * Those of a table with a key of one column, in order. The identifier is a text, whatever the key is.
     *
     * @param columns all of them, and the distance from the position that was asked for
     */
    List<ColumnDescription> of(RowsDescription table, List<ColumnDescription> columns) {
        return columns.stream().flatMap(column -> {
            if (column.key()) {
                return Stream.of(column.as(ColumnType.TEXT, ID));
            }
            if (column.name().equals(table.position().ra())) {
                return Stream.of(column.as(ColumnType.REAL, RA));
            }
            if (column.name().equals(table.position().dec())) {
                return Stream.of(column.as(ColumnType.REAL, DEC));
            }
            return has(column) ? Stream.of(column) : Stream.empty();
        }).toList();
    }
}

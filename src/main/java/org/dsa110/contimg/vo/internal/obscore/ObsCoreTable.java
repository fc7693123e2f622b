package org.dsa110.contimg.vo.internal.obscore;

import java.util.List;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * The images as ObsCore 1.1 describes data sets: a row for each, computed as it is read. Immutable and thread-safe.
 *
 * @param images the table
 * @param address of its rows, with a slash at its end
 */
public record ObsCoreTable(RowsDescription images, String address, List<ColumnDescription> columns)
        implements
            RowsDescription {
    public static final String SCHEMA = "ivoa";
    public static final String NAME = SCHEMA + ".ObsCore";
    public static final String DESCRIPTION = "The images, as ObsCore 1.1 describes data sets";

    public static ObsCoreTable of(RowsDescription images, String address) {
        return new ObsCoreTable(images, address, ObsCoreColumns.of(images));
    }

    @Override
    public Database database() {
        return images.database();
    }

    @Override
    public String name() {
        return "obscore";
    }

    /** As the standard has it. */
    @Override
    public String toString() {
        return NAME;
    }

    @Override
    public String rows() {
        return images.rows();
    }

    /** Its columns are computed, so no index has them. */
    @Override
    public boolean isStored() {
        return false;
    }

    @Override
    public List<Object> values() {
        return List.of(address);
    }

    @Override
    public ColumnDescription column(String column) {
        return columns.stream().filter(each -> each.name().equals(column)).findFirst().orElse(null);
    }

    @Override
    public List<ColumnDescription> keys() {
        return images.keys();
    }
}

package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;

import org.dsa110.contimg.ingest.internal.hdf5file.Fields;

/**
 * The type of a data set's elements (section IV.A.2.d), of which the members of compound and enumerated ones are not looked
 * at.
 *
 * @param size in bytes
 * @param number how to read one; null for what is no number
 */
record ElementType(int size, NumberFormat number) {
    private static final int INTEGER = 0;
    private static final int FLOAT = 1;

    static ElementType read(Fields fields) throws IOException {
        int kind = fields.small(1) & 15;
        int flags = fields.small(3);
        int size = fields.small(4);
        NumberFormat number = null;
        if (kind == INTEGER) {
            number = NumberFormat.integer(flags, size, fields);
        } else if (kind == FLOAT) {
            number = NumberFormat.floating(flags, size, fields);
        }
        return new ElementType(size, number);
    }
}

package org.dsa110.contimg.rest.internal.export;

import org.dsa110.contimg.rest.internal.table.ColumnType;

/** Which values a form can say whose columns have types: SQLite keeps any value in any column, as other programs left it. Stateless. */
final class TypedCells {
    private static final long EXACT = 1L << 53;

    private TypedCells() {
    }

    /** Whether a column of integers of 64 bits, of doubles or of texts can hold the value without a loss. No value fits everywhere. */
    static boolean fits(ColumnType type, Object value) {
        return value == null || switch (type) {
            case TEXT, ANY, BOOLEAN -> true;
            case INTEGER -> value instanceof Integer || value instanceof Long;
            case REAL ->
                value instanceof Double || value instanceof Number number && Math.abs(number.longValue()) <= EXACT;
        };
    }
}

package org.dsa110.contimg.rest.internal.export;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;

/**
 * How a VOTable calls what the values of a column are. Texts are {@code unicodeChar}, as {@code char} is ASCII. A column of a data model may
 * have it otherwise.
 *
 * @param name {@code long}, {@code double} or {@code unicodeChar}, or what the model says
 * @param arraysize {@code *} for a text of any length; null for a single value
 */
public record VotableDatatype(String name, String arraysize) {
    public static VotableDatatype of(ColumnDescription column) {
        VotableDatatype usual = switch (column.type()) {
            case INTEGER -> new VotableDatatype("long", null);
            case REAL -> new VotableDatatype("double", null);
            case TEXT, ANY, BOOLEAN -> new VotableDatatype("unicodeChar", "*");
        };
        return column.model() == null || column.model().datatype() == null
                ? usual
                : new VotableDatatype(column.model().datatype(), usual.arraysize());
    }
}

package org.dsa110.contimg.rest.internal.export;

import org.dsa110.contimg.rest.internal.table.ColumnType;

/**
 * How a VOTable calls what the values of a column are. Texts are {@code unicodeChar}, as {@code char} is ASCII.
 *
 * @param name {@code long}, {@code double} or {@code unicodeChar}
 * @param arraysize {@code *} for a text of any length; null for a single value
 */
public record VotableDatatype(String name, String arraysize) {
    public static VotableDatatype of(ColumnType type) {
        return switch (type) {
            case INTEGER -> new VotableDatatype("long", null);
            case REAL -> new VotableDatatype("double", null);
            case TEXT, ANY, BOOLEAN -> new VotableDatatype("unicodeChar", "*");
        };
    }
}

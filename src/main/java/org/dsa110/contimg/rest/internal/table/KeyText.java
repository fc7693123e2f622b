package org.dsa110.contimg.rest.internal.table;

import java.util.HexFormat;

/**
 * A part of a key that no entity declares, as it stands in a URL. Other programs' keys may hold values of any storage class, so one that
 * its column would not have by itself says what it is: {@code ~null}, {@code ~blob:00ff}, {@code ~real:Infinity}, {@code ~text:~null}
 * for a text that would mean something else, also the empty one and {@code ~text:.}, and {@code ~bytes:61ff} for a text that is not UTF-8.
 */
final class KeyText {
    private static final String NULL = "~null";
    private static final String BLOB = "~blob:";
    private static final String REAL = "~real:";
    private static final String TEXT = "~text:";
    private static final String BYTES = "~bytes:";

    private KeyText() {
    }

    /**
     * The value, as a statement is given it.
     *
     * @return null for NULL
     * @throws IllegalArgumentException for what stands for no value
     */
    static Object parse(ColumnType type, String text) {
        if (text.equals(NULL)) {
            return null;
        }
        if (text.startsWith(BLOB)) {
            return HexFormat.of().parseHex(text.substring(BLOB.length()));
        }
        if (text.startsWith(BYTES)) {
            return new RawText(HexFormat.of().parseHex(text.substring(BYTES.length())));
        }
        if (text.startsWith(REAL)) {
            return Double.valueOf(text.substring(REAL.length()));
        }
        if (text.startsWith(TEXT)) {
            return ColumnType.TEXT.parse(text.substring(TEXT.length()));
        }
        return type == ColumnType.TEXT ? type.parse(text) : ColumnType.ANY.parse(text);
    }
}

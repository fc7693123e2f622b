package org.dsa110.contimg.rest.internal.table;

/**
 * A text that another program stored and that is not UTF-8: as a Java string it would be another text.
 *
 * @param bytes as stored
 */
public record RawText(byte[] bytes) {
}

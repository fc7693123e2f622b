package org.dsa110.contimg.rest.internal.table;

/**
 * The bytes of a text that another program stored and that is not UTF-8: a Java string could not give them back.
 *
 * @param bytes as stored
 */
public record RawText(byte[] bytes) {
}

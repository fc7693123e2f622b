package org.dsa110.contimg.rest.internal.table;

/**
 * What a data model of the IVOA says of a column besides what every column has.
 *
 * @param utype which part of the model it is, with the prefix of the model
 * @param datatype how a VOTable calls its values: {@code int}, {@code char}; null where their type says it
 * @param xtype how its texts are to be read; null for as they stand
 */
public record ModelField(String utype, String datatype, String xtype) {
}

package org.dsa110.contimg.rest.internal.write;

/**
 * What is taken of the rows that are added.
 *
 * @param ids what becomes of ids that they have
 * @param anyValue whether they are those of an export: with any value that a database can hold, be it one that no client may send, and
 *     as they were, without what else goes along with a new row
 */
public record GivenRows(GivenIds ids, boolean anyValue) {
    /** A client's new rows. */
    public static final GivenRows NEW = new GivenRows(GivenIds.REFUSE, false);

    boolean keepIds() {
        return ids == GivenIds.KEEP;
    }
}

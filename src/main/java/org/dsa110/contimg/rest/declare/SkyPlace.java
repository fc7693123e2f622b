package org.dsa110.contimg.rest.declare;

/**
 * Which two values are a position on the sky: a right ascension from -360 to 720 degrees, which is taken modulo 360, and a declination from
 * -90 to 90. Any other, which another program may have stored, is no position: NULL, a text, a BLOB, an infinity, a declination of 95. Said
 * here alone, so that cones, mean positions and statistics leave out the same rows.
 */
public final class SkyPlace {
    private static final double LEAST_RA = -360;
    private static final double GREATEST_RA = 720;
    private static final double GREATEST_DEC = 90;

    private SkyPlace() {
    }

    /**
     * The same as a condition. SQLite sorts texts and BLOBs behind all numbers. No index is used for it: the sign in front of each column
     * keeps one of the right ascension alone from being taken for one of the sky.
     *
     * @param ra name of a column of type REAL, in quotes where it needs them
     * @param dec the same
     */
    public static String sql(String ra, String dec) {
        return "+" + ra + " BETWEEN " + LEAST_RA + " AND " + GREATEST_RA + " AND +" + dec + " BETWEEN " + -GREATEST_DEC
                + " AND " + GREATEST_DEC;
    }

    /**
     * Whether it is a position.
     *
     * @param ra degrees; null for none
     * @param dec the same
     */
    public static boolean is(Double ra, Double dec) {
        return ra != null && dec != null && ra >= LEAST_RA && ra <= GREATEST_RA && Math.abs(dec) <= GREATEST_DEC;
    }
}

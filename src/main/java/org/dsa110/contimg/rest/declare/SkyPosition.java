package org.dsa110.contimg.rest.declare;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of an entity which columns have the position of its rows on the sky, in degrees (ICRS): its lists can then be searched by cone.
 * The table needs the index that {@code Cone} says. The positions of a query's rows have no index: it names where those of rows that may
 * be in a cone are found.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SkyPosition {
    /** Stands in a query where a cone search puts its {@link #among}; true of all rows. */
    String ANYWHERE = "1 = 1";

    /** The column of the right ascension. */
    String ra() default "ra_deg";

    /** The column of the declination. */
    String dec() default "dec_deg";

    /**
     * Of a query: a condition on what it reads that leaves out no row of a cone, as SQL with {@code %s} for a condition on a table that
     * has places in its columns {@link #ra} and {@link #dec}, and that index. Empty for a table.
     */
    String among() default "";

    /** How far such a place may be from the position of its row, degrees. */
    double spread() default 0;
}

package org.dsa110.contimg.rest.declare;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of an entity which columns have the position of its rows on the sky, in degrees (ICRS): its lists can then be searched by cone. A
 * table needs an index on the zones and cells of {@code Cone}, such as {@code idx_images_sky}. A query computes its positions, so no index
 * has them. It therefore says by {@link #among} which of the rows that it reads can be in a cone, by an indexed table that has, for each
 * row, a place within {@link #spread} degrees of its position.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SkyPosition {
    /** Write this into the query's WHERE: a cone search replaces it by {@link #among}. As it stands it lets all rows through. */
    String ANYWHERE = "1 = 1";

    /** The column of the right ascension. */
    String ra() default "ra_deg";

    /** The column of the declination. */
    String dec() default "dec_deg";

    /**
     * For a query: SQL that lets through at least all that the rows of a cone are computed from. Its {@code %s} becomes the condition of
     * the cone on the indexed table, whose columns have the names {@link #ra} and {@link #dec}. Empty for a table.
     */
    String among() default "";

    /** How far such a place may be from the position of its row, degrees. */
    double spread() default 0;
}

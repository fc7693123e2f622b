package org.dsa110.contimg.rest;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of an entity which columns have the position of its rows on the sky, in degrees (ICRS): its lists can then be searched by cone.
 * The table needs the index that {@link Cone} says.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SkyPosition {
    /** The column of the right ascension. */
    String ra() default "ra_deg";

    /** The column of the declination. */
    String dec() default "dec_deg";
}

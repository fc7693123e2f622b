package org.dsa110.contimg.rest.declare;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the values of a column measure, for programs, on the entity's field; its description says the same for people. OpenAPI gives the
 * unit as {@link #EXTENSION}, a VOTable the unit and the UCD. A column without this annotation has neither. Positions, whose UCD begins
 * with {@code pos.eq}, are ICRS.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Quantity {
    /** The extension of OpenAPI that gives a unit. */
    String EXTENSION = "x-unit";

    /** As VOUnits 1.0 of the IVOA writes it: {@code mJy}, {@code Jy/beam}; empty for what is no number or has no unit. */
    String unit() default "";

    /** Unified Content Descriptor, UCD1+ of the IVOA: {@code pos.eq.ra;meta.main}; empty where there is none. */
    String ucd() default "";
}

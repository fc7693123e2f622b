package org.dsa110.contimg.rest.declare;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a query how all its rows are counted sooner than by computing them: by another SELECT, without question marks, that has as many
 * rows. It is asked where no filter and no cone leaves any out.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Counted {
    /** The SELECT. */
    String by();
}

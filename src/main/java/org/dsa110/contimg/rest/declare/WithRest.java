package org.dsa110.contimg.rest.declare;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.inject.Stereotype;

import io.quarkus.arc.properties.IfBuildProperty;

/**
 * Marks what is there only in a program that is built with {@code contimg.rest.enabled=true}, as the service is: a program that
 * depends on the jar has no paths, error answers and checks of ours in its own HTTP unless it wants them. Subclasses inherit it.
 */
@Stereotype
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
@Inherited
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WithRest {
    /** Read when the program is built. */
    String PROPERTY = "contimg.rest.enabled";
}

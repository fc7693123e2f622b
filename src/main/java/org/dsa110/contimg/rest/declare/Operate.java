package org.dsa110.contimg.rest.declare;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.ws.rs.NameBinding;

/**
 * Marks what only operators may do. Beside it stands {@code @Extension(name = Operate.EXTENSION, value = "operate")}, by which the
 * OpenAPI document knows of it.
 */
@NameBinding
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Operate {
    /** The extension that names the role which an operation needs. */
    String EXTENSION = "x-role";
}

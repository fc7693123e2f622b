package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.WriterInterceptor;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.dsa110.contimg.MainClasses;
import org.junit.jupiter.api.Test;

/**
 * Bodies go through streams and filters only. For an interceptor of bodies (Jakarta REST 3.1, section 6.3) RESTEasy Reactive looks up the
 * resource's method by reflection, which a native file lacks: there every request with a body is then answered 500, while the jar shows
 * nothing.
 */
class BodyInterceptorsTest {
    @Test
    void noBodyGoesThroughAnInterceptor() {
        JavaClasses classes = MainClasses.all();
        assertThat(classes).isNotEmpty();
        assertThat(interceptors(classes)).isEmpty();
    }

    @Test
    void whatIsOneOrNamesOneIsFound() {
        JavaClasses classes = new ClassFileImporter().importClasses(Reads.class, Inherits.class, Gives.class,
                BodyInterceptorsTest.class);
        assertThat(interceptors(classes)).contains(Reads.class.getName(), Inherits.class.getName(),
                Gives.class.getName());
    }

    private static List<String> interceptors(JavaClasses classes) {
        return classes.stream().filter(type -> isOne(type.reflect()) || namesOne(type)).map(JavaClass::getName)
                .toList();
    }

    private static boolean isOne(Class<?> type) {
        return Stream.of(ReaderInterceptor.class, WriterInterceptor.class).anyMatch(one -> one.isAssignableFrom(type));
    }

    /** As what gives one to the framework does. */
    private static boolean namesOne(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(use -> use.getTargetClass().getName().matches(
                        "jakarta\\.ws\\.rs\\.ext\\.(Reader|Writer)Interceptor(Context)?"));
    }

    /** Interfaces, as the framework would take a class of the tests into use. */
    private interface Reads extends ReaderInterceptor {
    }

    private interface Inherits extends Reads {
    }

    private interface Gives {
        WriterInterceptor writer();
    }
}

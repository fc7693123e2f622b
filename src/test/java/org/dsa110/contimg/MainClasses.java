package org.dsa110.contimg;

import java.nio.file.Path;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** The compiled main classes, which are read once in each JVM of tests, as that takes seconds. */
public final class MainClasses {
    private MainClasses() {
    }

    public static JavaClasses all() {
        return Imported.CLASSES;
    }

    private static final class Imported {
        static final JavaClasses CLASSES = read();

        private static JavaClasses read() {
            // What other libraries' classes use is nothing to us, and those of a new JDK may be unreadable.
            ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter().importPath(Path.of("target/classes"));
        }
    }
}

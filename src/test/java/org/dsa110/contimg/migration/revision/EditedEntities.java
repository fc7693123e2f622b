package org.dsa110.contimg.migration.revision;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;

/** Entities as a developer edits them: their text is compiled, and read by Hibernate. */
final class EditedEntities {
    private static final String IMPORTS = """
        import java.util.*;
        import jakarta.persistence.*;
        import jakarta.validation.constraints.*;
        import org.hibernate.annotations.ColumnDefault;
        import org.hibernate.annotations.OnDelete;
        import org.hibernate.annotations.OnDeleteAction;
        """;

    private EditedEntities() {
    }

    /** @param text of classes that are all entities */
    static Comparison read(Path folder, String text) throws IOException, ReflectiveOperationException {
        Path classes = Files.createTempDirectory(folder, "classes");
        Path source = Files.writeString(classes.resolve("Entities.java"), IMPORTS + text);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter faults = new StringWriter();
        if (!compiler.getTask(faults, null, null, List.of("-proc:none", "-d", classes.toString()), null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source)).call()) {
            throw new IllegalArgumentException(faults.toString());
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[]{classes.toUri().toURL()}, before);
                Stream<Path> files = Files.list(classes)) {
            Thread.currentThread().setContextClassLoader(loader);
            try (StandardServiceRegistry registry = new StandardServiceRegistryBuilder(
                    new BootstrapServiceRegistryBuilder().applyClassLoader(loader).build())
                    .applySetting("hibernate.dialect", "org.hibernate.community.dialect.SQLiteDialect")
                    .applySetting("hibernate.boot.allow_jdbc_metadata_access", false)
                    .applySetting("hibernate.physical_naming_strategy",
                            "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl")
                    .build()) {
                MetadataSources sources = new MetadataSources(registry);
                for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                    sources.addAnnotatedClass(loader.loadClass(file.getFileName().toString().replace(".class", "")));
                }
                return Comparison.of(sources.buildMetadata());
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}

package org.dsa110.contimg.migration;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.migration.Revision.MigrationFile;

/** The sources of this program in a folder, where its migrations lie. Not thread-safe. */
final class Checkout {
    private static final Pattern NAME = Pattern.compile("V(\\d+)__.*\\.sql");

    private final Path directory;
    private final Path migrations;
    private final Function<Database, List<String>> folders;

    /**
     * @param folders those of each database, by name
     * @throws DatabaseException STORAGE if there are no migrations in it
     */
    Checkout(Path directory, Function<Database, List<String>> folders) {
        this.folders = folders;
        this.directory = directory;
        this.migrations = directory.resolve("src/main/resources/db");
        if (!Files.isDirectory(migrations)) {
            throw new DatabaseException(Kind.STORAGE, directory.toAbsolutePath().normalize()
                    + " has no src/main/resources/db, so it is not a checkout of this program;"
                    + " run it in one, or name one by --directory", null);
        }
    }

    /**
     * Migrations of a database here that the program does not have, or the other way round, are no ground to compare on.
     *
     * @param built those that the program has, such as {@code db/products/V1__tables.sql}
     * @throws DatabaseException STORAGE where they are not the same
     */
    void refuseOther(Database database, Set<String> built) {
        Set<String> here = new TreeSet<>();
        for (String folder : folders.apply(database)) {
            names(folder).forEach(name -> here.add("db/" + folder + "/" + name));
        }
        Set<String> unknown = new TreeSet<>(here);
        unknown.removeAll(built);
        Set<String> missing = new TreeSet<>(built);
        missing.removeAll(here);
        if (!unknown.isEmpty() || !missing.isEmpty()) {
            throw new DatabaseException(Kind.STORAGE, "the program was built from other migrations than those in "
                    + migrations + ": " + Stream.of(unknown, missing).flatMap(Set::stream)
                            .collect(Collectors.joining(", "))
                    + "; build it from this checkout", null);
        }
    }

    /** The lowest version that is above all of some databases. */
    int nextVersion(Database... databases) {
        return Stream.of(databases).flatMap(database -> folders.apply(database).stream())
                .flatMap(folder -> names(folder).stream()).map(NAME::matcher).filter(Matcher::matches)
                .mapToInt(name -> Integer.parseInt(name.group(1))).max().orElse(0) + 1;
    }

    MigrationFile file(String folder, String name, String text) {
        return new MigrationFile(migrations.resolve(folder).resolve(name).normalize(), text);
    }

    /** Makes new files only, and all of them or none. */
    void write(List<MigrationFile> files) throws IOException {
        Deque<Path> made = new ArrayDeque<>();
        try {
            for (MigrationFile file : files) {
                Path folder = file.path().getParent();
                if (Files.notExists(folder)) {
                    made.push(Files.createDirectory(folder));
                }
                try (Writer writer = Files.newBufferedWriter(file.path(), StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE)) {
                    made.push(file.path());
                    writer.write(file.text());
                }
            }
        } catch (IOException e) {
            for (Path path : made) {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException left) {
                    e.addSuppressed(left);
                }
            }
            throw e;
        }
    }

    private Set<String> names(String folder) {
        Path path = migrations.resolve(folder);
        if (!Files.isDirectory(path)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> NAME.matcher(name).matches())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new DatabaseException(Kind.STORAGE,
                    "cannot list " + path + " in " + directory + ": " + e.getMessage(), e);
        }
    }
}

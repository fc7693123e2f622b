package org.dsa110.contimg.migration;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Location;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * The migrations that fit where the databases are. Products and hdf5 have two tables of the same names with other columns; where both
 * are in one file these have the columns of both forms, so the migrations that make them are other ones. Hdf5 and ingest have one in the
 * same form; where both are in one file those of hdf5 alone change it. Thread-safe.
 *
 * @param all those of a database for any case
 * @param unfit the folders of those that are for other cases
 */
record MigrationFiles(ResourceProvider all, Set<String> unfit) implements ResourceProvider {
    /** The folder of what products and hdf5 both have, where they are in one file. */
    static final String TOGETHER = "products_and_hdf5";
    private static final String ALONE = "_alone";
    private static final Set<String> ONE_FILE = Set.of(TOGETHER, "products_with_hdf5", "hdf5_with_products");
    private static final Set<String> OWN_FILES = Set.of("products" + ALONE, "hdf5" + ALONE);
    private static final String INGEST_APART = "ingest" + ALONE;

    static MigrationFiles of(ResourceProvider all, Map<Database, Location> locations) {
        Location hdf5 = locations.get(Database.HDF5);
        Set<String> unfit = new HashSet<>(locations.get(Database.PRODUCTS).equals(hdf5) ? OWN_FILES : ONE_FILE);
        if (locations.get(Database.INGEST).equals(hdf5)) {
            unfit.add(INGEST_APART);
        }
        return new MigrationFiles(all, Set.copyOf(unfit));
    }

    /** The folder of what products or hdf5 has where it is in a file of its own. */
    static String ownFile(Database database) {
        return database.unitName() + ALONE;
    }

    @Override
    public LoadableResource getResource(String name) {
        return all.getResource(name);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return all.getResources(prefix, suffixes).stream().filter(this::fits).toList();
    }

    /** The texts of the migrations by version. */
    List<String> scripts() {
        return byVersion().map(MigrationFiles::text).toList();
    }

    /** The texts of those up to a version, and with it. */
    List<String> scripts(MigrationVersion last) {
        return byVersion().filter(file -> version(file).compareTo(last) <= 0).map(MigrationFiles::text).toList();
    }

    /** The texts of those after a version, up to another and with it. */
    List<String> scripts(MigrationVersion reached, MigrationVersion last) {
        return byVersion().filter(file -> version(file).compareTo(reached) > 0 && version(file).compareTo(last) <= 0)
                .map(MigrationFiles::text).toList();
    }

    /** All of them, as if none was run. */
    List<Migration> pending() {
        return byVersion().map(file -> new Migration(version(file).getVersion(), description(file.getFilename()),
                Migration.State.PENDING, null)).toList();
    }

    private Stream<LoadableResource> byVersion() {
        return getResources("V", new String[]{".sql"}).stream().sorted(Comparator.comparing(MigrationFiles::version));
    }

    /** As Flyway makes it of the name. */
    private static String description(String name) {
        return name.substring(name.indexOf("__") + 2, name.lastIndexOf('.')).replace('_', ' ');
    }

    private static MigrationVersion version(LoadableResource file) {
        String name = file.getFilename();
        return MigrationVersion.fromVersion(name.substring(1, name.indexOf("__")));
    }

    private static String text(LoadableResource file) {
        StringWriter text = new StringWriter();
        try (Reader reader = file.read()) {
            reader.transferTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private boolean fits(LoadableResource file) {
        return unfit.stream().noneMatch(folder -> file.getAbsolutePath().contains("/" + folder + "/"));
    }
}

package org.dsa110.contimg.migration;

import java.util.Collection;
import java.util.Map;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Location;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * The migrations that fit where the databases are. Products and hdf5 have two tables of the same names with other columns; where both
 * are in one file these have the columns of both forms, so the migrations that make them are other ones. Thread-safe.
 *
 * @param all those of a database for either case
 * @param oneFile whether products and hdf5 are in one file
 */
record MigrationFiles(ResourceProvider all, boolean oneFile) implements ResourceProvider {
    private static final String ONE_FILE = "/products_and_hdf5/";
    private static final String OWN_FILE = "_alone/";

    static MigrationFiles of(ResourceProvider all, Map<Database, Location> locations) {
        return new MigrationFiles(all, locations.get(Database.PRODUCTS).equals(locations.get(Database.HDF5)));
    }

    @Override
    public LoadableResource getResource(String name) {
        return all.getResource(name);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return all.getResources(prefix, suffixes).stream().filter(this::fits).toList();
    }

    private boolean fits(LoadableResource file) {
        return !file.getAbsolutePath().contains(oneFile ? OWN_FILE : ONE_FILE);
    }
}

package org.dsa110.contimg.database;

import java.util.Locale;

/** One of the five databases: a named persistence unit, a package, a migration folder, a file. */
public enum Database {
    PRODUCTS, CAL_REGISTRY, HDF5, INGEST, DATA_REGISTRY;

    private final String unitName = name().toLowerCase(Locale.ROOT);

    /** The name of the persistence unit, as in configuration keys, URLs and metrics; never null. */
    public String unitName() {
        return unitName;
    }

    /** The name of the persistence unit. */
    @Override
    public String toString() {
        return unitName;
    }
}

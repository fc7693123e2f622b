package org.dsa110.contimg.database;

/** One of the five databases: a named persistence unit, a package, a migration folder, a file. */
public enum Database {
    PRODUCTS(Database.PRODUCTS_UNIT), CAL_REGISTRY(Database.CAL_REGISTRY_UNIT), HDF5(Database.HDF5_UNIT), INGEST(
            Database.INGEST_UNIT), DATA_REGISTRY(Database.DATA_REGISTRY_UNIT);

    static final String PRODUCTS_UNIT = "products";
    static final String CAL_REGISTRY_UNIT = "cal_registry";
    static final String HDF5_UNIT = "hdf5";
    static final String INGEST_UNIT = "ingest";
    static final String DATA_REGISTRY_UNIT = "data_registry";

    private final String unitName;

    Database(String unitName) {
        this.unitName = unitName;
    }

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

package org.dsa110.contimg.database;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;

/** Ties the five persistence units to the running units of work. */
@Singleton
class PersistenceUnits {
    @Produces
    @Singleton
    @PersistenceUnitExtension(Database.PRODUCTS_UNIT)
    UnitConnections products(@DataSource(Database.PRODUCTS_UNIT) AgroalDataSource dataSource) {
        return new UnitConnections(Database.PRODUCTS, dataSource);
    }

    @Produces
    @Singleton
    @PersistenceUnitExtension(Database.CAL_REGISTRY_UNIT)
    UnitConnections calRegistry(@DataSource(Database.CAL_REGISTRY_UNIT) AgroalDataSource dataSource) {
        return new UnitConnections(Database.CAL_REGISTRY, dataSource);
    }

    @Produces
    @Singleton
    @PersistenceUnitExtension(Database.HDF5_UNIT)
    UnitConnections hdf5(@DataSource(Database.HDF5_UNIT) AgroalDataSource dataSource) {
        return new UnitConnections(Database.HDF5, dataSource);
    }

    @Produces
    @Singleton
    @PersistenceUnitExtension(Database.INGEST_UNIT)
    UnitConnections ingest(@DataSource(Database.INGEST_UNIT) AgroalDataSource dataSource) {
        return new UnitConnections(Database.INGEST, dataSource);
    }

    @Produces
    @Singleton
    @PersistenceUnitExtension(Database.DATA_REGISTRY_UNIT)
    UnitConnections dataRegistry(@DataSource(Database.DATA_REGISTRY_UNIT) AgroalDataSource dataSource) {
        return new UnitConnections(Database.DATA_REGISTRY, dataSource);
    }
}

package org.dsa110.contimg.database.internal;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import org.dsa110.contimg.database.Database;

/** Ties the five persistence units to the running units of work. */
@Singleton
class PersistenceUnits {
    @Produces
    @Singleton
    @PersistenceUnitExtension("products")
    SessionConnections products(@DataSource("products") AgroalDataSource dataSource) {
        return new SessionConnections(Database.PRODUCTS, dataSource);
    }

    @Produces
    @Singleton
    @PersistenceUnitExtension("cal_registry")
    SessionConnections calRegistry(@DataSource("cal_registry") AgroalDataSource dataSource) {
        return new SessionConnections(Database.CAL_REGISTRY, dataSource);
    }

    @Produces
    @Singleton
    @PersistenceUnitExtension("hdf5")
    SessionConnections hdf5(@DataSource("hdf5") AgroalDataSource dataSource) {
        return new SessionConnections(Database.HDF5, dataSource);
    }

    @Produces
    @Singleton
    @PersistenceUnitExtension("ingest")
    SessionConnections ingest(@DataSource("ingest") AgroalDataSource dataSource) {
        return new SessionConnections(Database.INGEST, dataSource);
    }

    @Produces
    @Singleton
    @PersistenceUnitExtension("data_registry")
    SessionConnections dataRegistry(@DataSource("data_registry") AgroalDataSource dataSource) {
        return new SessionConnections(Database.DATA_REGISTRY, dataSource);
    }
}

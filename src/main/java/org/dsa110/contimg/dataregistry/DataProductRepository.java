package org.dsa110.contimg.dataregistry;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores data products, inside units of work on data_registry. Thread-safe. */
@ApplicationScoped
public class DataProductRepository implements PanacheRepositoryBase<DataProduct, Long> {
}

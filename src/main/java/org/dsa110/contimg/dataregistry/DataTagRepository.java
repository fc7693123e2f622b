package org.dsa110.contimg.dataregistry;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores tags on data products, inside units of work on data_registry. Thread-safe. */
@ApplicationScoped
public class DataTagRepository implements PanacheRepositoryBase<DataTag, Long> {
}

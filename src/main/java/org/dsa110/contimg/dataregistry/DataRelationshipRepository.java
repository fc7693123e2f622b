package org.dsa110.contimg.dataregistry;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores relationships between data products, inside units of work on data_registry. Thread-safe. */
@ApplicationScoped
public class DataRelationshipRepository implements PanacheRepositoryBase<DataRelationship, Long> {
}

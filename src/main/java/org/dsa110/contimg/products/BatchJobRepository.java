package org.dsa110.contimg.products;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores batch jobs, inside units of work on products. Thread-safe. */
@ApplicationScoped
public class BatchJobRepository implements PanacheRepositoryBase<BatchJob, Long> {
}

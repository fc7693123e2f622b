package org.dsa110.contimg.products;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores the sources that are watched, inside units of work on products. Thread-safe. */
@ApplicationScoped
public class MonitoringSourceRepository implements PanacheRepositoryBase<MonitoringSource, Long> {
}

package org.dsa110.contimg.products;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores variability statistics of sources, inside units of work on products. Thread-safe. */
@ApplicationScoped
public class VariabilityStatisticsRepository implements PanacheRepositoryBase<VariabilityStatistics, String> {
}

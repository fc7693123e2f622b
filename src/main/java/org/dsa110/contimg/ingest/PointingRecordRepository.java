package org.dsa110.contimg.ingest;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores the history of pointings, inside units of work on ingest. Thread-safe. */
@ApplicationScoped
public class PointingRecordRepository implements PanacheRepositoryBase<PointingRecord, Double> {
}

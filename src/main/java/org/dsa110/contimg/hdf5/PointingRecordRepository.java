package org.dsa110.contimg.hdf5;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores the history of pointings, inside units of work on hdf5. Thread-safe. */
@ApplicationScoped
public class PointingRecordRepository implements PanacheRepositoryBase<PointingRecord, Double> {
}

package org.dsa110.contimg.calregistry;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores calibration tables, inside units of work on cal_registry. Thread-safe. */
@ApplicationScoped
public class CalibrationTableRepository implements PanacheRepositoryBase<CalibrationTable, Long> {
}

package org.dsa110.contimg.ingest;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores conversion times, inside units of work on ingest. Thread-safe. */
@ApplicationScoped
public class ConversionTimesRepository implements PanacheRepositoryBase<ConversionTimes, String> {
}

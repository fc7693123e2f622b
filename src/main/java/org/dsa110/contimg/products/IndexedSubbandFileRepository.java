package org.dsa110.contimg.products;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores the index of subband files, inside units of work on products. Thread-safe. */
@ApplicationScoped
public class IndexedSubbandFileRepository implements PanacheRepositoryBase<IndexedSubbandFile, String> {
}

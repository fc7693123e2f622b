package org.dsa110.contimg.products;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** Finds and stores candidates for extreme scattering events, inside units of work on products. Thread-safe. */
@ApplicationScoped
public class EseCandidateRepository implements PanacheRepositoryBase<EseCandidate, Long> {
}

package org.dsa110.contimg.rest.query;

import java.util.List;

/** A resource that has queries with paths of their own, for those that describe them. Thread-safe. */
public interface Queries {
    /** All of them. */
    List<NamedQuery> queries();
}

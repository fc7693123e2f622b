package org.dsa110.contimg.migration.revision;

import java.util.List;

/**
 * How entities and the schema of the migrations differ. Thread-safe.
 *
 * @param changes what brings the schema to the entities, in the order in which it is to be done
 * @param left what the schema has and no entity, and so stays
 * @param faults what no migration that is written by itself can do, in sentences
 */
public record Differences(List<Change> changes, List<String> left, List<String> faults) {
}

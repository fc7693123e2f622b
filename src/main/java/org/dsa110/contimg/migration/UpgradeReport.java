package org.dsa110.contimg.migration;

import java.util.List;

import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Location;

/**
 * What an upgrade did at one location, or would do.
 *
 * @param databases those that are there
 * @param adoption what was done to a file without a history; null for any other
 * @param applied the migrations that were run, in words, in their order
 * @param restored what migrations had made, was missing, and was put back, in words
 * @param fault why it could not be done, in a sentence; null where it was
 */
public record UpgradeReport(Location location, List<Database> databases, AdoptionReport adoption,
        List<String> applied, List<String> restored, String fault) {
    public UpgradeReport {
        databases = List.copyOf(databases);
        applied = List.copyOf(applied);
        restored = List.copyOf(restored);
    }
}

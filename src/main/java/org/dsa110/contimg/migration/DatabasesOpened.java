package org.dsa110.contimg.migration;

/** Fired once, when the databases are migrated and open: from now on units of work run. */
public record DatabasesOpened() {
}

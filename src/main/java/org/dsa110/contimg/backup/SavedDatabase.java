package org.dsa110.contimg.backup;

import org.dsa110.contimg.database.Database;

/**
 * A database of a file in a backup.
 *
 * @param version the newest migration that it has had; null where it has no history of migrations
 */
public record SavedDatabase(Database database, String version) {
}

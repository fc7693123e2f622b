package org.dsa110.contimg.migration;

import java.util.List;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Location;

/**
 * What is known of the schema of one database.
 *
 * @param version the newest migration that was run; null where none was, or nobody noted it
 * @param head the newest migration that this program has
 * @param migrations those of its history, and those that this program has, oldest first
 * @param fault in a sentence why it cannot be used as it is and no migration helps; null where that is not so
 */
public record SchemaStatus(Database database, Location location, Standing standing, String version, String head,
        List<Migration> migrations, String fault) {
    public SchemaStatus {
        migrations = List.copyOf(migrations);
    }

    /** The migrations that are still to be run. */
    public List<Migration> pending() {
        return migrations.stream().filter(migration -> migration.state() == Migration.State.PENDING).toList();
    }

    /** In a few words. */
    public String words() {
        return switch (standing) {
            case ABSENT -> "absent";
            case EMPTY -> "empty";
            case FOREIGN -> "not ours";
            case UNVERSIONED -> "un-versioned";
            case BEHIND -> "version " + (version == null ? "none" : version) + " of " + head;
            case HEAD -> "version " + version + " of " + head + " (head)";
            case NEWER -> "newer than this program: version " + version + ", it knows " + head;
            case DIFFERENT -> "version " + version + ", otherwise than this program has it";
            case UNREADABLE -> "not readable";
        };
    }
}

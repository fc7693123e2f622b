package org.dsa110.contimg.migration;

import java.nio.file.Path;
import java.util.List;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.migration.revision.Change;

/**
 * What is to be done that the migrations of a database lead to what its entities say.
 *
 * @param changes none where they agree
 * @param left what the schema has and no entity, and so stays as it is
 * @param faults what has to be written by hand, in sentences; no file is written then
 * @param files the migrations for it
 */
public record Revision(Database database, List<Change> changes, List<String> left, List<String> faults,
        List<MigrationFile> files) {
    /**
     * A migration.
     *
     * @param text all of it
     */
    public record MigrationFile(Path path, String text) {
        /** The name of the folder that it is in. */
        String folder() {
            return path.getParent().getFileName().toString();
        }
    }
}

package org.dsa110.contimg.backup;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsa110.contimg.database.Database;

/**
 * What a backup says of itself.
 *
 * @param program the version of the program that made it
 * @param begun when it was begun: all that was committed before is in it
 * @param files at least one; no database is in two of them
 */
public record Manifest(String program, Instant begun, Instant ended, List<SavedFile> files) {
    public Manifest {
        files = List.copyOf(files);
    }

    /** The databases that are in it. */
    public Set<Database> databases() {
        Set<Database> all = EnumSet.noneOf(Database.class);
        files.forEach(file -> all.addAll(file.names()));
        return all;
    }

    /** As it is written: JSON, whose form docs/backup.md describes. */
    public ObjectNode json() {
        return ManifestJson.json(this);
    }

    /** The bytes of all files of the backup. */
    public long compressedBytes() {
        return files.stream().mapToLong(file -> file.compressed().bytes()).sum();
    }

    /** The bytes of all files as they were. */
    public long plainBytes() {
        return files.stream().mapToLong(file -> file.plain().bytes()).sum();
    }
}

package org.dsa110.contimg.backup;

import java.nio.file.Path;

import org.dsa110.contimg.database.Location;

/**
 * A file that was restored, or could be.
 *
 * @param saved what its manifest says of it, which was found to be so
 * @param target where it goes
 * @param kept where the file is that was there; null where there was none, and in a dry run
 */
public record RestoreReport(SavedFile saved, Location.File target, Path kept) {
}

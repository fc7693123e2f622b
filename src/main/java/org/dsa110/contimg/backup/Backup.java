package org.dsa110.contimg.backup;

import java.nio.file.Path;

/** A whole backup, in the folder where it lies. */
public record Backup(Path folder, Manifest manifest) {
}

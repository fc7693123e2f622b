package org.dsa110.contimg;

import java.nio.file.Path;

import org.dsa110.contimg.database.Database;

/** Where the service under test, in this process or in another, keeps its files; {@link TemporaryState} gives it to tests that have a field for it. */
public record StateFiles(Path folder, boolean oneFile) {
    /** The file of a database. */
    public Path get(Database database) {
        return folder.resolve((oneFile ? "pipeline" : database.unitName()) + ".sqlite3");
    }
}

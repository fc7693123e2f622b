package org.dsa110.contimg.migration;

import java.util.List;

import org.dsa110.contimg.database.Database;

/** A version was asked for that a database does not have. */
public class UnknownVersionException extends RuntimeException {
    /** @param versions those that it has */
    UnknownVersionException(Database database, String version, List<String> versions) {
        super(database + " has no version " + version + "; it has " + String.join(", ", versions) + ", or "
                + Schemas.HEAD);
    }
}

package org.dsa110.contimg.database.internal.sqlite.copies;

import java.sql.SQLException;
import java.util.List;

/** SQLite finds a file damaged. The message has the first of what it finds. */
public final class DamagedCopyException extends SQLException {
    private static final long serialVersionUID = 1;
    private static final int MOST = 3;

    /** @param damages at least one, in SQLite's words */
    DamagedCopyException(List<String> damages) {
        super(String.join("; ", damages.subList(0, Math.min(MOST, damages.size()))).replace('\n', ' ')
                + (damages.size() > MOST ? "; and " + (damages.size() - MOST) + " more" : ""));
    }
}

package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.SQLException;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Why SQLite refuses a statement. Stateless. */
final class Refusal {
    private Refusal() {
    }

    /** Whether it is for what is in the database, as rows that are there twice, and will be again; not for a disk that is full. */
    static boolean isOfTheDatabase(SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
        return code == SQLiteErrorCode.SQLITE_ERROR.code || code == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    }
}

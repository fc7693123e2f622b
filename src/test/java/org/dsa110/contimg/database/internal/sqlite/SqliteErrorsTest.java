package org.dsa110.contimg.database.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;

import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteErrorsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(value = SQLiteErrorCode.class, names = {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"})
    void aFullDiskIsToldAsSuch(SQLiteErrorCode code) {
        SQLException failure = new SQLiteException("[" + code.name() + "]", code);
        assertThat(SqliteErrors.reason(file(), failure)).isEqualTo("the disk is full: [" + code.name() + "]");
        assertThat(SqliteErrors.explain(null, failure, false).kind()).isEqualTo(Kind.FULL);
    }

    @Test
    void whatHasSpaceIsNotToldAsFull() {
        SQLException failure = new SQLiteException("[SQLITE_IOERR_WRITE]", SQLiteErrorCode.SQLITE_IOERR_WRITE);
        assertThat(SqliteErrors.reason(file(), failure)).isEqualTo("[SQLITE_IOERR_WRITE]");
        assertThat(SqliteErrors.reason(file(), new SQLException("other"))).isEqualTo("other");
        assertThat(SqliteErrors.explain(null, failure, false).kind()).isEqualTo(Kind.STORAGE);
    }

    private Location file() {
        return new Location.File(folder.resolve("a.sqlite3"));
    }
}

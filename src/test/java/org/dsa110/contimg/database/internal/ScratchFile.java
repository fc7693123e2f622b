package org.dsa110.contimg.database.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.dsa110.contimg.database.Location;
import org.sqlite.JDBC;

/** A file with one table, {@code t (x TEXT UNIQUE)}, and what another program sees of it. */
public final class ScratchFile {
    private static final int LOG_HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int PAGE_SIZE_AT = 8;
    private static final int SALT_AT = 16;

    private final Path path;

    public ScratchFile(Path folder) throws SQLException {
        path = folder.resolve("scratch file.sqlite3");
        try (Connection connection = otherProgram()) {
            execute(connection, "PRAGMA journal_mode = WAL");
            execute(connection, "CREATE TABLE t (x TEXT UNIQUE)");
        }
    }

    public Location location() {
        return new Location.File(path);
    }

    public Path log() {
        return Path.of(path + "-wal");
    }

    public Connection otherProgram() throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + path + "?busy_timeout=30000", new Properties());
    }

    public List<String> stored() throws SQLException {
        try (Connection connection = otherProgram()) {
            return stored(connection);
        }
    }

    /** What a connection sees. */
    public static List<String> stored(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT x FROM t ORDER BY x")) {
            List<String> stored = new ArrayList<>();
            while (rows.next()) {
                stored.add(rows.getString(1));
            }
            return stored;
        }
    }

    /**
     * How many transactions lie in the log: the last frame of each has the size of the database in its header, the others have zero
     * there; a frame that is left of an earlier log has other salts (SQLite's "Database File Format", section 4.1).
     */
    public int commitsInLog() throws IOException {
        ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(log()));
        int commits = 0;
        if (log.capacity() >= LOG_HEADER) {
            int step = FRAME_HEADER + log.getInt(PAGE_SIZE_AT);
            for (int frame = LOG_HEADER; frame + step <= log.capacity(); frame += step) {
                boolean current = log.getLong(frame + 8) == log.getLong(SALT_AT);
                commits += current && log.getInt(frame + 4) != 0 ? 1 : 0;
            }
        }
        return commits;
    }

    public static void insert(Connection connection, String x) throws SQLException {
        execute(connection, "INSERT INTO t VALUES ('" + x + "')");
    }

    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

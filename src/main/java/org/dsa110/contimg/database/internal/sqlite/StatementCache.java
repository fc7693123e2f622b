package org.dsa110.contimg.database.internal.sqlite;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The prepared statements of one connection that units of work have closed, kept for those who prepare the same text again: preparing takes
 * longer than most of them run. What a statement says of its columns is of the schema that it was prepared on, so all are closed for good
 * when the schema may have changed. Not thread-safe.
 */
final class StatementCache {
    private static final int MOST = 128;
    /** Longer texts are hardly ever sent twice. */
    private static final int LONGEST = 8192;
    private static final Set<String> LEAVE_THE_SCHEMA = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE",
            "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK");

    private final Map<String, TimedPreparedStatement> idle = new LinkedHashMap<>();
    private long schemaVersion;
    private boolean open;

    /** A write transaction has begun: statements are kept until one of its own may change the schema. */
    void begin(long version) throws SQLException {
        if (!open || version != schemaVersion) {
            clear();
        }
        schemaVersion = version;
        open = true;
    }

    /** Takes one that is ready to be used as if it were new; null when there is none. */
    TimedPreparedStatement take(String sql) {
        return idle.remove(sql);
    }

    /** A statement that may change the schema is about to be run: none is kept any more in this transaction. */
    void schemaMayChange() throws SQLException {
        open = false;
        clear();
    }

    boolean wants(String sql) {
        return open && sql.length() <= LONGEST && !idle.containsKey(sql);
    }

    /** Keeps one that is {@link #wants wanted}; the one that has waited for longest may have to go. */
    void put(String sql, TimedPreparedStatement statement) throws SQLException {
        idle.put(sql, statement);
        if (idle.size() > MOST) {
            Iterator<TimedPreparedStatement> eldest = idle.values().iterator();
            TimedPreparedStatement gone = eldest.next();
            eldest.remove();
            gone.closeForGood();
        }
    }

    private void clear() throws SQLException {
        for (TimedPreparedStatement statement : idle.values()) {
            statement.closeForGood();
        }
        idle.clear();
    }

    /** Whether a statement surely does not change the schema. */
    static boolean leavesTheSchema(String sql) {
        int start = 0;
        while (start < sql.length() && Character.isWhitespace(sql.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return LEAVE_THE_SCHEMA.contains(sql.substring(start, end).toUpperCase(Locale.ROOT));
    }
}

package org.dsa110.contimg.database.internal.sqlite.copies;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.dsa110.contimg.database.CopyContent;
import org.dsa110.contimg.database.Progress;
import org.sqlite.SQLiteConfig;

/** Reads all of a copy that nobody has open, and changes nothing there. Not thread-safe. */
public final class CopyExamination {
    private static final int CACHE_KIB = 16 * 1024;
    /**
     * What integrity_check says of a row that is stored well, and breaks what its table says of a column (pragma.html). Adopted files
     * have such rows, and a copy has them too.
     */
    private static final Pattern OF_A_VALUE = Pattern
            .compile("(NULL value in|NUMERIC value in|TEXT value in|non-\\w+ value in|CHECK constraint failed in) .*");

    private final Path copy;
    private final Progress progress;

    public CopyExamination(Path copy, Progress progress) {
        this.copy = copy;
        this.progress = progress;
    }

    /**
     * @throws DamagedCopyException saying what is wrong, when it is not whole
     * @throws SQLException when it cannot be read
     */
    public CopyContent run() throws SQLException {
        SQLiteConfig settings = new SQLiteConfig();
        settings.setReadOnly(true);
        settings.setCacheSize(-CACHE_KIB);
        // It has no log, and a connection that reads would make one beside a file that was in WAL mode.
        try (Connection connection = settings
                .createConnection("jdbc:sqlite:file:" + copy.toUri().getRawPath() + "?mode=ro&immutable=1");
                Statement statement = connection.createStatement()) {
            progress.step("check " + copy.getFileName(), 0, 0);
            List<String> findings = check(statement);
            return new CopyContent("SQLite " + text(statement, "SELECT sqlite_version()"),
                    Integer.parseInt(text(statement, "PRAGMA page_size")), rows(statement), findings);
        }
    }

    private static List<String> check(Statement statement) throws SQLException {
        List<String> findings = new ArrayList<>();
        List<String> damages = new ArrayList<>();
        try (ResultSet lines = statement.executeQuery("PRAGMA integrity_check")) {
            while (lines.next()) {
                String line = lines.getString(1);
                if (!line.equals("ok")) {
                    (OF_A_VALUE.matcher(line).matches() ? findings : damages).add(line.strip());
                }
            }
        }
        if (!damages.isEmpty()) {
            throw new DamagedCopyException(damages);
        }
        return findings;
    }

    private Map<String, Long> rows(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        // A virtual table stores nothing itself.
        try (ResultSet names = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'"
                + " AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : tables) {
            progress.step("count the rows of " + table, rows.size(), tables.size());
            rows.put(table, Long.parseLong(
                    text(statement, "SELECT count(*) FROM \"" + table.replace("\"", "\"\"") + '"')));
        }
        return rows;
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}

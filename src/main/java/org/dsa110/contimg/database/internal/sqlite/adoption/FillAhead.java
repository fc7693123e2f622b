package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.internal.sqlite.schema.Fills;
import org.dsa110.contimg.database.internal.sqlite.schema.WalkedTable;
import org.jboss.logging.Logger;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * Computes what fills new tables from all rows of others in a thread and by a connection of its own, while the transaction that adopts a
 * file makes its indexes. That changes no row of the others, so what the connection sees, the file as it was, has the same rows. What it
 * finds waits in a database beside the file. Where it cannot be computed from how the file was, the transaction computes it. To be closed
 * before the transaction ends. For one thread.
 */
final class FillAhead implements Fills, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FillAhead.class);
    private static final String SCHEMA = "fill_ahead";
    private static final Pattern COLUMNS = Pattern.compile("INSERT INTO (\\w+) \\(([\\w, ]+)\\)\\s+SELECT\\b.*",
            Pattern.DOTALL);
    private static final FileAttribute<?> OWNERS = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final long LOOK_MILLIS = 50;

    private final Path file;
    private final Path scratch;
    private final Connection adopting;
    private final FutureTask<Map<String, Set<List<String>>>> computing;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean unwanted;
    /** Where it is computed; null before and afterwards. */
    private SQLiteConnection reading;
    private boolean attached;

    private FillAhead(Path file, Connection adopting, Map<String, String> fills) {
        this.file = file;
        this.scratch = Path.of(file + ".adoption-fill");
        this.adopting = adopting;
        this.computing = new FutureTask<>(() -> compute(fills)) {
            @Override
            protected void done() {
                ended.countDown();
            }
        };
    }

    /**
     * Begins to compute.
     *
     * @param adopting the connection whose transaction holds the write lock of the file; it has changed no row, and will change none of
     *        those that the fills read
     * @param fills the statements that fill tables which the file does not have yet, by table
     */
    static FillAhead start(Path file, Connection adopting, Map<String, String> fills) {
        FillAhead ahead = new FillAhead(file, adopting, fills);
        if (fills.isEmpty()) {
            ahead.computing.run();
        } else {
            Thread thread = new Thread(ahead.computing, "fill ahead of adoption");
            thread.setDaemon(true);
            thread.start();
        }
        return ahead;
    }

    /** @return for each table that was filled the columns that all tables had */
    private Map<String, Set<List<String>>> compute(Map<String, String> fills) throws SQLException, IOException {
        Map<String, Set<List<String>>> filled = new HashMap<>();
        // One may be left of a process that was killed.
        Files.deleteIfExists(scratch);
        if (fills.isEmpty()) {
            return filled;
        }
        Files.createFile(scratch, OWNERS);
        SQLiteConfig settings = new SQLiteConfig();
        settings.setCacheSize(-AdoptionRun.SORTED_KIB);
        try (Connection connection = settings.createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            setReading(connection.unwrap(SQLiteConnection.class));
            try {
                attach(connection);
                statement.executeUpdate("PRAGMA " + SCHEMA + ".journal_mode = OFF");
                statement.executeUpdate("PRAGMA " + SCHEMA + ".synchronous = OFF");
                statement.executeUpdate("PRAGMA temp_store = FILE");
                for (Map.Entry<String, String> fill : fills.entrySet()) {
                    if (!unwanted && fill(connection, fill.getValue())) {
                        filled.put(fill.getKey(), columns(connection));
                    }
                }
            } finally {
                setReading(null);
            }
        } catch (SQLException | RuntimeException e) {
            // It may be the last room on the disk.
            Files.deleteIfExists(scratch);
            throw e;
        }
        return filled;
    }

    /** @return false where that takes no time, or cannot be done from how the file was */
    private boolean fill(Connection connection, String fill) throws SQLException {
        Matcher columns = COLUMNS.matcher(fill);
        if (!columns.matches()) {
            return false;
        }
        try (Statement statement = connection.createStatement()) {
            // Without types, so that what is put in is what was computed.
            statement.executeUpdate(
                    "CREATE TABLE " + SCHEMA + "." + columns.group(1) + " (" + columns.group(2) + ")");
        }
        WalkedTable walked = new WalkedTable(connection, fill);
        try {
            if (!walked.readsAll()) {
                return false;
            }
        } catch (SQLException e) {
            LOG.debugf(e, "table %s is not filled ahead", columns.group(1));
            return false;
        }
        walked.run();
        return true;
    }

    private synchronized void setReading(SQLiteConnection connection) {
        reading = connection;
    }

    private void attach(Connection connection) throws SQLException {
        try (PreparedStatement attach = connection.prepareStatement("ATTACH ? AS " + SCHEMA)) {
            attach.setString(1, scratch.toString());
            attach.executeUpdate();
        }
    }

    /** The names of all tables with those of their columns and their types: a statement finds the same in the same rows of the same columns. */
    private static Set<List<String>> columns(Connection connection) throws SQLException {
        Set<List<String>> columns = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT s.name, x.name, x.type FROM main.sqlite_schema s,"
                        + " pragma_table_xinfo(s.name, 'main') x WHERE s.type = 'table'")) {
            while (rows.next()) {
                columns.add(List.of(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        return columns;
    }

    @Override
    public String statement(String table, String fill) throws SQLException {
        Set<List<String>> columns = await().get(table);
        Matcher text = COLUMNS.matcher(fill);
        if (columns == null || !text.matches() || !columns(adopting).containsAll(columns)) {
            return fill;
        }
        if (!attached) {
            attach(adopting);
            attached = true;
        }
        return "INSERT INTO main." + table + " (" + text.group(2) + ") SELECT " + text.group(2) + " FROM " + SCHEMA
                + "." + table;
    }

    /** Waits until nothing more is computed, however that ended. Thread-safe. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    private Map<String, Set<List<String>>> await() {
        try {
            return computing.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(Kind.CLOSED, "interrupted while the file was adopted", e);
        } catch (ExecutionException e) {
            LOG.infof("Nothing was computed ahead for %s: %s", file, e.getCause());
            return Map.of();
        }
    }

    /** Ends the computation, where nobody wants it any more, and takes away what it has stored. */
    @Override
    public void close() throws IOException {
        unwanted = true;
        boolean interrupted = false;
        // An interruption that meets no running statement is forgotten.
        for (boolean over = false; !over;) {
            interrupt();
            try {
                over = ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(scratch);
    }

    private synchronized void interrupt() {
        if (reading != null) {
            try {
                reading.getDatabase().interrupt();
            } catch (SQLException e) {
                LOG.debug("the computation is not interrupted", e);
            }
        }
    }
}

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
 * finds waits in a database beside the file. Where it cannot be computed from how the file was, the transaction computes it. For one thread.
 */
final class FillAhead implements Fills, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FillAhead.class);
    private static final String SCHEMA = "fill_ahead";
    private static final Pattern COLUMNS = Pattern.compile("INSERT INTO (\\w+) \\(([\\w, ]+)\\)\\s+SELECT\\b.*",
            Pattern.DOTALL);
    private static final FileAttribute<?> OWNERS = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Path scratch;
    private final Connection adopting;
    private final FutureTask<Map<String, Form>> computing;
    private volatile SQLiteConnection reading;
    private boolean attached;

    /** The columns of a table that was read, with their types: while it has them, a statement finds the same in the same rows. */
    private record Form(String table, Set<List<String>> columns) {
        static Form of(Connection connection, String table) throws SQLException {
            Set<List<String>> columns = new HashSet<>();
            try (PreparedStatement query = connection
                    .prepareStatement("SELECT name, type FROM pragma_table_xinfo(?, 'main')")) {
                query.setString(1, table);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        columns.add(List.of(rows.getString(1), rows.getString(2)));
                    }
                }
            }
            return new Form(table, columns);
        }

        boolean isStillIn(Connection connection) throws SQLException {
            return of(connection, table).columns.containsAll(columns);
        }
    }

    private FillAhead(Path file, Connection adopting, Map<String, String> fills) {
        this.file = file;
        this.scratch = Path.of(file + ".adoption-fill");
        this.adopting = adopting;
        this.computing = new FutureTask<>(() -> compute(fills));
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
        Thread thread = new Thread(ahead.computing, "fill ahead of adoption");
        thread.setDaemon(true);
        thread.start();
        return ahead;
    }

    private Map<String, Form> compute(Map<String, String> fills) throws SQLException, IOException {
        // One may be left of a process that was killed.
        Files.deleteIfExists(scratch);
        Files.createFile(scratch, OWNERS);
        SQLiteConfig settings = new SQLiteConfig();
        settings.setCacheSize(-AdoptionRun.SORTED_KIB);
        try (Connection connection = settings.createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            reading = connection.unwrap(SQLiteConnection.class);
            attach(connection);
            statement.executeUpdate("PRAGMA " + SCHEMA + ".journal_mode = OFF");
            statement.executeUpdate("PRAGMA " + SCHEMA + ".synchronous = OFF");
            statement.executeUpdate("PRAGMA temp_store = FILE");
            Map<String, Form> forms = new HashMap<>();
            for (Map.Entry<String, String> fill : fills.entrySet()) {
                Matcher columns = COLUMNS.matcher(fill.getValue());
                if (columns.matches()) {
                    // Without types, so that what is put in is what was computed.
                    statement.executeUpdate(
                            "CREATE TABLE " + SCHEMA + "." + columns.group(1) + " (" + columns.group(2) + ")");
                    WalkedTable walked = new WalkedTable(connection, fill.getValue());
                    String table = walked.table();
                    // What is found by an index takes no time.
                    if (table != null) {
                        walked.run();
                        forms.put(fill.getKey(), Form.of(connection, table));
                    }
                }
            }
            return forms;
        } finally {
            reading = null;
        }
    }

    private void attach(Connection connection) throws SQLException {
        try (PreparedStatement attach = connection.prepareStatement("ATTACH ? AS " + SCHEMA)) {
            attach.setString(1, scratch.toString());
            attach.executeUpdate();
        }
    }

    @Override
    public String statement(String table, String fill) throws SQLException {
        Form form = await().get(table);
        Matcher columns = COLUMNS.matcher(fill);
        if (form == null || !columns.matches() || !form.isStillIn(adopting)) {
            return fill;
        }
        if (!attached) {
            attach(adopting);
            attached = true;
        }
        return "INSERT INTO main." + table + " (" + columns.group(2) + ") SELECT " + columns.group(2) + " FROM "
                + SCHEMA + "." + table;
    }

    private Map<String, Form> await() {
        try {
            return computing.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(Kind.CLOSED, "interrupted while the file was adopted", e);
        } catch (ExecutionException e) {
            LOG.debugf(e, "nothing was computed ahead for %s", file);
            return Map.of();
        }
    }

    /** Ends the computation, when nobody wants it any more, and takes away what it has stored. */
    @Override
    public void close() throws SQLException, IOException {
        SQLiteConnection running = reading;
        if (running != null) {
            running.getDatabase().interrupt();
        }
        await();
        Files.deleteIfExists(scratch);
    }
}

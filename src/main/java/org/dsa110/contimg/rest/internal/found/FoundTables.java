package org.dsa110.contimg.rest.internal.found;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response.Status;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.table.Described;
import org.dsa110.contimg.rest.problem.NearestName;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.Queries;

/**
 * The tables and views of the five files that are somebody else's: not made by our migrations, not SQLite's own, and under no path that
 * something of ours has. They are looked up in each read anew, as other programs make and drop tables while the service runs. Thread-safe.
 */
@WithRest
@Singleton
public class FoundTables {
    private static final String ROOT = "/api/v1/";

    private final UnitExecutor units;
    private final DatabaseFiles files;
    private final Instance<Described> described;
    private final Instance<Queries> queries;
    /** Below {@link #ROOT}, up to the name of a table or a query; null until it is asked for, as resources are made when they are used. */
    private volatile Set<String> ownPaths;

    FoundTables(UnitExecutor units, DatabaseFiles files, @Any Instance<Described> described,
            @Any Instance<Queries> queries) {
        this.units = units;
        this.files = files;
        this.described = described;
        this.queries = queries;
    }

    /** Work on tables that were found. */
    public interface Work<T> {
        T run() throws Exception;
    }

    /**
     * A table or view of a file, or why it cannot be read.
     *
     * @param table null where SQLite cannot describe it
     * @param fault what SQLite says then
     */
    public record Listed(String name, FoundTable table, String fault) {
    }

    /** @throws ProblemException 404 for a name that is none of the databases */
    public static Database database(String name) {
        return Arrays.stream(Database.values()).filter(database -> database.unitName().equals(name)).findFirst()
                .orElseThrow(() -> ProblemException.notFound("there is no database " + name + "; there are "
                        + String.join(", ", Arrays.stream(Database.values()).map(Database::unitName).toList())));
    }

    /**
     * A table as it is in the snapshot of a read.
     *
     * @throws ProblemException 404 where there is no such table, or it is one of ours
     * @throws SQLException within {@link #reading}
     */
    public FoundTable get(Connection connection, Database database, String name) throws SQLException {
        FoundSchema.Entry entry = isOwn(database, name) ? null : FoundSchema.entry(connection, name);
        if (entry == null) {
            throw ProblemException.notFound("there is no table " + database + "." + name
                    + NearestName.hint(name, names(connection, database)) + "; " + ROOT + database
                    + " lists those that there are");
        }
        return FoundSchema.describe(connection, database, entry);
    }

    /** Whether there is such a table, be it one that cannot be read. */
    public boolean has(Connection connection, Database database, String name) throws SQLException {
        return !isOwn(database, name) && FoundSchema.entry(connection, name) != null;
    }

    /** All tables in the order of their names. */
    public List<Listed> all(Connection connection, Database database) throws SQLException {
        List<Listed> all = new ArrayList<>();
        for (FoundSchema.Entry entry : FoundSchema.entries(connection)) {
            if (!isOwn(database, entry.name())) {
                try {
                    all.add(new Listed(entry.name(), FoundSchema.describe(connection, database, entry), null));
                } catch (SQLException e) {
                    all.add(new Listed(entry.name(), null, unreadable(e)));
                }
            }
        }
        return all;
    }

    /**
     * Does work in a read.
     *
     * @param name what people call what is read
     * @throws ProblemException 409 for what this SQLite cannot read: a function, a collation or a module that only another program has, or
     *         a view of a table that is gone
     */
    public <T> T reading(String name, Work<T> work) throws Exception {
        try {
            return work.run();
        } catch (SQLException e) {
            throw new ProblemException(Status.CONFLICT, name + " cannot be read here: " + unreadable(e), List.of());
        }
    }

    /** @throws SQLException the same, for a fault of the database that has nothing to do with what is read */
    private String unreadable(SQLException e) throws SQLException {
        if (units.explain(e).kind() != DatabaseException.Kind.STATEMENT) {
            throw e;
        }
        return e.getMessage();
    }

    /** What a name could be meant to be: of what is served, ours and that of others. */
    private List<String> names(Connection connection, Database database) throws SQLException {
        List<String> names = new ArrayList<>();
        String below = database + "/";
        ownPaths().stream().filter(path -> path.startsWith(below))
                .forEach(path -> names.add(path.substring(below.length())));
        for (FoundSchema.Entry entry : FoundSchema.entries(connection)) {
            if (!isOwn(database, entry.name())) {
                names.add(entry.name());
            }
        }
        return names;
    }

    private boolean isOwn(Database database, String name) {
        String folded = FoundSchema.folded(name);
        return files.ownTables(database).contains(folded) || ownPaths().contains(database + "/" + folded);
    }

    private Set<String> ownPaths() {
        if (ownPaths == null) {
            Set<String> paths = new HashSet<>();
            described.forEach(resource -> paths.add(resource.table().path().substring(ROOT.length())));
            queries.forEach(resource -> paths.add(path(resource.getClass())));
            ownPaths = Set.copyOf(paths);
        }
        return ownPaths;
    }

    /** Of its path the database and what follows, {@code hdf5/files}. */
    private static String path(Class<?> resource) {
        Path path = resource.getAnnotation(Path.class);
        String[] parts = (path == null ? resource.getSuperclass().getAnnotation(Path.class) : path).value().split("/");
        return parts[3] + "/" + parts[4];
    }
}

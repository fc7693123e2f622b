package org.dsa110.contimg.database.internal.sqlite.schema;

import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.execute;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.DatabaseSettings;

/**
 * A file with what some migrations make.
 *
 * @param path where it lies
 * @param scripts the migrations, by version
 */
record MigratedFile(Path path, List<String> scripts) {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db");

    /** In a new folder below one, by the migrations in the folders of those names. */
    static MigratedFile make(Path folder, String... folders) throws SQLException, IOException {
        Path path = Files.createTempDirectory(folder, "state").resolve("scratch.sqlite3");
        List<String> scripts = scripts(folders);
        try (Connection connection = connect(path)) {
            execute(connection, "PRAGMA journal_mode = WAL");
            for (String script : scripts) {
                for (String statement : SqlScript.statements(script)) {
                    execute(connection, statement);
                }
            }
        }
        return new MigratedFile(path, scripts);
    }

    /** @return what was logged for people to look at */
    List<String> open() {
        try (LoggedLines log = new LoggedLines(KeptSchema.class)) {
            new DatabaseSettings(Map.of()).engine().keepSchema(new Location.File(path),
                    Map.of("flyway_scratch", scripts));
            return log.messages();
        }
    }

    List<String> tables() throws SQLException {
        try (Connection connection = connect(path)) {
            return strings(connection,
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1");
        }
    }

    /** All but tables, which tools write in their own way, in an order of its own. */
    List<String> schema() throws SQLException {
        try (Connection connection = connect(path)) {
            return new ArrayList<>(new TreeSet<>(strings(connection,
                    "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || sql FROM sqlite_schema"
                            + " WHERE type <> 'table' AND sql IS NOT NULL")));
        }
    }

    /** The migrations in some folders, by version; each database of its own has those of all databases too. */
    static List<String> scripts(String... folders) {
        return Arrays.stream(folders).flatMap(name -> files(MIGRATIONS.resolve(name)))
                .sorted(Comparator.comparing(
                        path -> Integer.valueOf(path.getFileName().toString().replaceAll("^V(\\d+).*", "$1"))))
                .map(path -> {
                    try {
                        return Files.readString(path);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }).toList();
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

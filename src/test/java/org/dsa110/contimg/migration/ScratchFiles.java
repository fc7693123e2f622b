package org.dsa110.contimg.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Location;
import org.sqlite.JDBC;

/** Files of the five databases in a folder of their own, and what lies in it to the byte. */
record ScratchFiles(Path folder) {
    /** The file of each database in the folder. */
    Map<Database, Location> five() {
        Map<Database, Location> locations = new EnumMap<>(Database.class);
        for (Database database : Database.values()) {
            locations.put(database, new Location.File(file(database)));
        }
        return locations;
    }

    /** All in one file. */
    Map<Database, Location> one() {
        Map<Database, Location> locations = five();
        locations.replaceAll((database, file) -> new Location.File(folder.resolve("pipeline.sqlite3")));
        return locations;
    }

    Path file(Database database) {
        return folder.resolve(database + ".sqlite3");
    }

    static Connection connect(Path file) throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000", new Properties());
    }

    static void execute(Path file, String... statements) throws SQLException {
        try (Connection connection = connect(file); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    /** All files below the folder with what is in them. */
    Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                content.put(folder.relativize(file).toString(),
                        Files.isDirectory(file) ? "" : HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return content;
    }

    /** Copies a database as a crash leaves it: with those of its files whose names end so. */
    static void copy(Path from, Path to, String... ends) throws IOException {
        for (String end : ends) {
            Files.copy(Path.of(from + end), Path.of(to + end), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

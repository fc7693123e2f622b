package org.dsa110.contimg.database.internal.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.TemporaryFolder;
import org.jboss.logging.Logger;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's own library where the driver would take long to: it runs {@code uname}, and reads back by single bytes what it has
 * written, which is a third of the time that the native program takes to start. Once it is loaded nothing is left in the folder for
 * temporary files, even after {@code kill -9}. Elsewhere, and where {@code org.sqlite.lib.path} names a library, the driver does as it
 * always does.
 */
final class SqliteLibrary {
    private static final Logger LOG = Logger.getLogger(SqliteLibrary.class);
    private static final String RESOURCE = "/org/sqlite/native/Linux/x86_64/libsqlitejdbc.so";
    private static final String PATH = "org.sqlite.lib.path";

    private static boolean loaded;

    private SqliteLibrary() {
    }

    /** Does nothing when the library is loaded already. */
    static synchronized void load() {
        if (loaded || System.getProperty(PATH) != null || !"Linux".equals(System.getProperty("os.name"))
                || !"amd64".equals(System.getProperty("os.arch"))) {
            return;
        }
        try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(RESOURCE)) {
            if (library != null) {
                load(library.readAllBytes());
                loaded = true;
            }
        } catch (IOException e) {
            // The driver would use the same folder, and tell of it in pages.
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    "SQLite's library cannot be unpacked: " + FileFailure.sentence(e), null);
        } catch (Exception e) {
            // The driver's own way remains, such as for another C library.
            loadByTheDriver(e);
            LOG.warn("SQLite's library was left to the driver to load", e);
        }
    }

    /** @throws DatabaseException with the reason of the first attempt, as the driver's own words are of places where there is no library */
    private static void loadByTheDriver(Exception first) {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            first.addSuppressed(e);
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    "SQLite's library cannot be loaded from the folder for temporary files, "
                            + System.getProperty("java.io.tmpdir")
                            + ", from which programs must be allowed to run (-Djava.io.tmpdir=FOLDER names another): "
                            + String.valueOf(first.getMessage()).lines().findFirst().orElse(""),
                    null);
        }
    }

    private static void load(byte[] library) throws Exception {
        Path folder = TemporaryFolder.make("contimg-db-");
        Path file = folder.resolve("libsqlitejdbc.so");
        try {
            write(file, library);
            System.setProperty(PATH, folder.toString());
            SQLiteJDBCLoader.initialize();
        } finally {
            System.clearProperty(PATH);
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private static void write(Path file, byte[] library) throws IOException {
        try {
            Files.write(file, library);
        } catch (IOException e) {
            throw TemporaryFolder.failed(e);
        }
    }
}

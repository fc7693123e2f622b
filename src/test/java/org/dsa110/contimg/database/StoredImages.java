package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The images that {@link CrashClient}s made, as another program finds them in the file. */
final class StoredImages {
    private StoredImages() {
    }

    /** @param value what was last written: each write writes it to three columns */
    record StoredImage(long id, long value) {
    }

    /**
     * All images by their paths, each of which one image has.
     *
     * @throws AssertionError if the file is damaged, a path is there twice, or a row is not as one write left it
     */
    static Map<String, StoredImage> read(Path file) throws SQLException {
        Map<String, StoredImage> images = new HashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=30000");
                Statement statement = connection.createStatement()) {
            try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
                check.next();
                assertThat(check.getString(1)).isEqualTo("ok");
            }
            try (ResultSet rows = statement.executeQuery("SELECT path, id, imsize_x,"
                    + " imsize_y IS imsize_x AND field_name IS 'v' || imsize_x FROM images")) {
                while (rows.next()) {
                    String path = rows.getString(1);
                    StoredImage twin = images.put(path, new StoredImage(rows.getLong(2), rows.getLong(3)));
                    if (twin != null || !rows.getBoolean(4)) {
                        fail("%s is there twice, or its columns are of several writes", path);
                    }
                }
            }
        }
        return images;
    }
}

package org.dsa110.contimg.examples;

import static org.dsa110.contimg.database.Database.PRODUCTS;
import static org.dsa110.contimg.examples.SampleImages.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.products.Image;
import org.dsa110.contimg.products.ImageRepository;
import org.dsa110.contimg.testing.InMemoryDatabases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Own SQL runs in a unit of work, on the connection and in the transaction of everything else that the unit does. */
@QuarkusTest
@TestProfile(InMemoryDatabases.class)
class OwnSqlTest {
    @Inject
    UnitExecutor units;
    @Inject
    ImageRepository images;

    @BeforeEach
    void threeImages() {
        units.write(PRODUCTS, () -> {
            images.deleteAll();
            images.persist(image("/sql/a.fits", "dirty"), image("/sql/b.fits", "dirty"), image("/sql/c.fits", "clean"));
            return null;
        }).await().indefinitely();
    }

    @Test
    void jdbcOnTheConnectionOfTheUnit() {
        Map<String, Long> counts = units.read(PRODUCTS, connection -> {
            Map<String, Long> found = new TreeMap<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT type, count(*) FROM images WHERE path LIKE ? GROUP BY type")) {
                query.setString(1, "/sql/%");
                ResultSet rows = query.executeQuery();
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getLong(2));
                }
            }
            return found;
        }).await().indefinitely();

        assertEquals(Map.of("clean", 1L, "dirty", 2L), counts);
    }

    @Test
    void nativeQueriesThatGiveEntities() {
        List<Image> dirty = units.read(PRODUCTS, () -> Image.getEntityManager()
                .createNativeQuery("SELECT * FROM images WHERE type = :type ORDER BY path DESC", Image.class)
                .setParameter("type", "dirty").getResultStream().map(Image.class::cast).toList())
                .await().indefinitely();

        assertEquals(List.of("/sql/b.fits", "/sql/a.fits"), dirty.stream().map(image -> image.path).toList());
    }

    /** Own SQL does not see what Hibernate still holds back: flush first. */
    @Test
    void entitiesAndJdbcInOneUnit() {
        long count = units.write(PRODUCTS, connection -> {
            image("/sql/d.fits", "dirty").persistAndFlush();
            return count(connection, "images");
        }).await().indefinitely();

        assertEquals(4, count);
    }

    /** A scratch database: a schema of one's own in a database that nobody else has. It is there when the unit has a result. */
    @Test
    void aSchemaOfOnesOwnInAScratchDatabase() {
        units.write(PRODUCTS, connection -> {
            try (Statement sql = connection.createStatement()) {
                sql.executeUpdate("CREATE TABLE light_curve (source TEXT NOT NULL, mjd REAL NOT NULL, flux_jy REAL)");
                sql.executeUpdate("CREATE UNIQUE INDEX light_curve_epoch ON light_curve (source, mjd)");
                sql.executeUpdate(
                        "INSERT INTO light_curve VALUES ('3C286', 61082.66, 14.8), ('3C286', 61083.66, 14.9)");
            }
            return null;
        }).await().indefinitely();

        assertEquals(2, units.read(PRODUCTS, connection -> count(connection, "light_curve")).await().indefinitely());
    }

    @Test
    void aSchemaIsRolledBackLikeAnythingElse() {
        Uni<Void> write = units.write(PRODUCTS, connection -> {
            try (Statement sql = connection.createStatement()) {
                sql.executeUpdate("CREATE TABLE half_made (id INTEGER PRIMARY KEY)");
            }
            throw new IllegalStateException("changed my mind");
        });

        assertThrows(IllegalStateException.class, () -> write.await().indefinitely());
        assertEquals(0, units.read(PRODUCTS, connection -> count(connection,
                "sqlite_schema WHERE name = 'half_made'")).await().indefinitely());
    }

    private static long count(Connection connection, String what) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("SELECT count(*) FROM " + what)) {
            return row.getLong(1);
        }
    }
}

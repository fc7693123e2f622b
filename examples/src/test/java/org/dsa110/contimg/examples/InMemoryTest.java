package org.dsa110.contimg.examples;

import static org.dsa110.contimg.database.Database.PRODUCTS;
import static org.dsa110.contimg.examples.SampleImages.image;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.products.ImageRepository;
import org.dsa110.contimg.testing.InMemoryDatabases;
import org.junit.jupiter.api.Test;

/** A unit test on databases in memory: migrated and empty when the first test with this profile begins, and gone afterwards. */
@QuarkusTest
@TestProfile(InMemoryDatabases.class)
class InMemoryTest {
    @Inject
    UnitExecutor units;
    @Inject
    ImageRepository images;

    @Test
    void theDatabaseHasNoFile() {
        String file = units.read(PRODUCTS, connection -> {
            try (var sql = connection.createStatement(); var row = sql.executeQuery("PRAGMA database_list")) {
                return row.getString("file");
            }
        }).await().indefinitely();

        assertEquals("", file);
    }

    @Test
    void everythingElseIsAsOnAFile() {
        String path = "/memory/" + UUID.randomUUID() + ".fits";
        units.write(PRODUCTS, () -> {
            image(path, "dirty").persist();
            return null;
        }).await().indefinitely();

        assertEquals(1, units.read(PRODUCTS, () -> images.count("path", path)).await().indefinitely());
    }
}

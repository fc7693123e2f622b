package org.dsa110.contimg.examples;

import static org.dsa110.contimg.database.Database.PRODUCTS;
import static org.dsa110.contimg.examples.SampleImages.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.products.Image;
import org.dsa110.contimg.products.ImageRepository;
import org.dsa110.contimg.testing.InMemoryDatabases;
import org.junit.jupiter.api.Test;

/** A read cannot write: it fails, and nothing of it is stored. */
@QuarkusTest
@TestProfile(InMemoryDatabases.class)
class ReadOnlyTest {
    @Inject
    UnitExecutor units;
    @Inject
    ImageRepository images;

    @Test
    void aReadThatPersistsFails() {
        assertRefused(units.read(PRODUCTS, () -> {
            image("/read-only/a.fits", "dirty").persist();
            return null;
        }));
        assertEquals(0,
                units.read(PRODUCTS, () -> images.count("path", "/read-only/a.fits")).await().indefinitely());
    }

    @Test
    void aReadThatChangesAFieldFails() {
        long id = units.write(PRODUCTS, () -> {
            Image image = image("/read-only/b.fits", "dirty");
            image.persist();
            return image.id;
        }).await().indefinitely();

        assertRefused(units.read(PRODUCTS, () -> images.findById(id).type = "clean"));
        assertEquals("dirty", units.read(PRODUCTS, () -> images.findById(id).type).await().indefinitely());
    }

    @Test
    void aReadThatWritesBySqlFails() {
        assertRefused(units.read(PRODUCTS,
                connection -> connection.createStatement().executeUpdate("DELETE FROM images")));
    }

    private static void assertRefused(Uni<?> read) {
        DatabaseException refused = assertThrows(DatabaseException.class, () -> read.await().indefinitely());
        assertEquals(DatabaseException.Kind.WRITE_IN_READ, refused.kind());
    }
}

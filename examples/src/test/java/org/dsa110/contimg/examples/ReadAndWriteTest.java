package org.dsa110.contimg.examples;

import static org.dsa110.contimg.database.Database.PRODUCTS;
import static org.dsa110.contimg.examples.SampleImages.image;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.products.Image;
import org.dsa110.contimg.products.ImageRepository;
import org.dsa110.contimg.testing.InMemoryDatabases;
import org.junit.jupiter.api.Test;

/** Opens units of work that write, and units of work that read. */
@QuarkusTest
@TestProfile(InMemoryDatabases.class)
class ReadAndWriteTest {
    @Inject
    UnitExecutor units;
    @Inject
    ImageRepository images;

    /** What is written is durable when the write has a result, and every read that begins after that sees it. */
    @Test
    void aReadSeesWhatAWriteStored() {
        long id = units.write(PRODUCTS, () -> {
            Image image = image("/images/a.fits", "dirty");
            image.persist();
            return image.id;
        }).await().indefinitely();

        Image found = units.read(PRODUCTS, () -> images.findById(id)).await().indefinitely();

        assertEquals("/images/a.fits", found.path);
    }

    /** An entity that a write found is stored when its fields change; only these columns are updated. */
    @Test
    void aWriteChangesARow() {
        long id = units.write(PRODUCTS, () -> {
            Image image = image("/images/b.fits", "dirty");
            image.persist();
            return image.id;
        }).await().indefinitely();

        units.write(PRODUCTS, () -> images.findById(id).noiseJy = 2.5e-4).await().indefinitely();

        assertEquals(2.5e-4, units.read(PRODUCTS, () -> images.findById(id).noiseJy).await().indefinitely());
    }

    /** Who must not block, such as a REST endpoint, chains one unit to the other and returns the Uni. */
    @Test
    void unitsFollowOneAnotherWithoutBlocking() {
        Uni<String> type = units.write(PRODUCTS, () -> {
            Image image = image("/images/c.fits", "clean");
            image.persist();
            return image.id;
        }).chain(id -> units.read(PRODUCTS, () -> images.findById(id).type));

        assertEquals("clean", type.await().indefinitely());
    }
}

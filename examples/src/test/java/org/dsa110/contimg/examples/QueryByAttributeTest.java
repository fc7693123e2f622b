package org.dsa110.contimg.examples;

import static org.dsa110.contimg.database.Database.PRODUCTS;
import static org.dsa110.contimg.examples.SampleImages.image;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.panache.common.Sort;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.products.Image;
import org.dsa110.contimg.products.ImageRepository;
import org.dsa110.contimg.testing.InMemoryDatabases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Finds rows by what is in their columns. The names in a query are those of the entity's fields. */
@QuarkusTest
@TestProfile(InMemoryDatabases.class)
class QueryByAttributeTest {
    @Inject
    UnitExecutor units;
    @Inject
    ImageRepository images;

    @BeforeEach
    void threeImagesOfAField() {
        units.write(PRODUCTS, () -> {
            images.deleteAll();
            for (double noise : List.of(3e-4, 1e-4, 2e-4)) {
                Image image = image("/images/" + noise + ".fits", noise < 2.5e-4 ? "clean" : "dirty");
                image.fieldName = "3C286";
                image.noiseJy = noise;
                image.persist();
            }
            return null;
        }).await().indefinitely();
    }

    @Test
    void byOneAttribute() {
        List<Image> dirty = units.read(PRODUCTS, () -> images.list("type", "dirty")).await().indefinitely();

        assertEquals(List.of("/images/3.0E-4.fits"), dirty.stream().map(image -> image.path).toList());
    }

    @Test
    void bySeveralInOrder() {
        List<Image> quiet = units.read(PRODUCTS,
                () -> images.list("fieldName = ?1 and noiseJy < ?2", Sort.by("noiseJy"), "3C286", 2.5e-4))
                .await().indefinitely();

        assertEquals(List.of(1e-4, 2e-4), quiet.stream().map(image -> image.noiseJy).toList());
    }

    /** Rows that are many are counted, and taken a page at a time. */
    @Test
    void countedAndPaged() {
        long count = units.read(PRODUCTS, () -> images.count("type", "clean")).await().indefinitely();
        List<Image> second = units.read(PRODUCTS,
                () -> images.find("type", Sort.by("noiseJy"), "clean").page(1, 1).list()).await().indefinitely();

        assertEquals(2, count);
        assertEquals(2e-4, second.get(0).noiseJy);
    }
}

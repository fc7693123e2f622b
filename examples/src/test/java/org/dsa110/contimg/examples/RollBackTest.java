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
import org.dsa110.contimg.products.ImageRepository;
import org.dsa110.contimg.products.MeasurementSet;
import org.dsa110.contimg.testing.InMemoryDatabases;
import org.junit.jupiter.api.Test;

/** A unit that throws leaves nothing behind. */
@QuarkusTest
@TestProfile(InMemoryDatabases.class)
class RollBackTest {
    @Inject
    UnitExecutor units;
    @Inject
    ImageRepository images;

    /** Throwing is how a unit is rolled back, and the caller gets what it threw. */
    @Test
    void aUnitThatThrowsLeavesNothing() {
        Uni<Void> write = units.write(PRODUCTS, () -> {
            image("/rolled-back/a.fits", "dirty").persist();
            image("/rolled-back/b.fits", "dirty").persist();
            throw new IllegalStateException("the second one is bad");
        });

        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> write.await().indefinitely());

        assertEquals("the second one is bad", thrown.getMessage());
        assertEquals(0, count("/rolled-back/"));
    }

    /** What the database refuses is undone in the same way; the kind says why it was refused. */
    @Test
    void aUnitThatTheDatabaseRefusesLeavesNothing() {
        units.write(PRODUCTS, () -> {
            measurementSet("/refused/a.ms").persist();
            return null;
        }).await().indefinitely();

        Uni<Void> again = units.write(PRODUCTS, () -> {
            image("/refused/a.fits", "dirty").persist();
            measurementSet("/refused/a.ms").persist();
            return null;
        });

        DatabaseException refused = assertThrows(DatabaseException.class, () -> again.await().indefinitely());
        assertEquals(DatabaseException.Kind.DUPLICATE, refused.kind());
        assertEquals(0, count("/refused/"));
    }

    private static MeasurementSet measurementSet(String path) {
        MeasurementSet measurementSet = new MeasurementSet();
        measurementSet.path = path;
        return measurementSet;
    }

    private long count(String prefix) {
        return units.read(PRODUCTS, () -> images.count("path like ?1", prefix + "%")).await().indefinitely();
    }
}

package org.dsa110.contimg.examples;

import static org.dsa110.contimg.database.Database.PRODUCTS;
import static org.dsa110.contimg.examples.SampleImages.image;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.products.ImageRepository;
import org.junit.jupiter.api.Test;

/**
 * Any number of threads write at once, without locks or retries of their own: the units of work queue up, and those that wait are
 * committed together. On files, in {@code target/test-state}, which may hold rows of earlier runs.
 */
@QuarkusTest
class ManyThreadsTest {
    private static final int THREADS = 32;
    private static final int WRITES_EACH = 20;

    private final String folder = "/threads/" + UUID.randomUUID() + "/";

    @Inject
    UnitExecutor units;
    @Inject
    ImageRepository images;

    @Test
    void everyThreadsWritesAreStored() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Callable<Void>> writers = IntStream.range(0, THREADS).mapToObj(this::writer).toList();
        try {
            for (Future<Void> writer : threads.invokeAll(writers)) {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(THREADS * WRITES_EACH, stored());
    }

    private Callable<Void> writer(int thread) {
        return () -> {
            for (int i = 0; i < WRITES_EACH; i++) {
                String path = folder + thread + "-" + i + ".fits";
                units.write(PRODUCTS, () -> {
                    image(path, "dirty").persist();
                    return null;
                }).await().indefinitely();
            }
            return null;
        };
    }

    /** One thread can have as many units under way as it likes; what waits in the queue shares commits. */
    @Test
    void oneThreadHasManyUnitsUnderWay() {
        List<Long> ids = Multi.createFrom().range(0, 200)
                .onItem().transformToUni(i -> units.write(PRODUCTS, () -> {
                    var image = image(folder + i + ".fits", "dirty");
                    image.persist();
                    return image.id;
                })).merge(64)
                .collect().asList().await().indefinitely();

        assertEquals(200, ids.stream().distinct().count());
        assertEquals(200, stored());
    }

    private long stored() {
        return units.read(PRODUCTS, () -> images.count("path like ?1", folder + "%")).await().indefinitely();
    }
}

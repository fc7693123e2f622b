package org.dsa110.contimg.database.faults;

import static org.dsa110.contimg.database.Database.PRODUCTS;

import java.nio.file.Path;
import java.util.Random;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.DatabaseFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random work under random faults: every caller has one answer, and it is the true one. {@code -Dfault-seed=N} repeats the run of that
 * seed, as far as threads let it.
 */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class FaultRunsTest {
    private static final int RUNS = Boolean.getBoolean("stress") ? 1000 : 50;

    @Inject
    DatabaseFiles files;
    @TempDir
    Path folder;

    @Test
    void whateverHappensTheFileBearsOutEveryAnswer() throws Exception {
        Path template = folder.resolve("template");
        ScratchDatabase.makeTemplate(files.prepare().get(PRODUCTS), template);
        if (!IoFaults.loaded()) {
            System.out.println(
                    "FaultRunsTest: no C compiler built the library that makes file operations fail; runs go without");
        }
        IoFaults io = IoFaults.loaded() ? IoFaults.ofThisProgram() : null;
        FaultRun.rehearse(template);
        Long asked = Long.getLong("fault-seed");
        Random seeds = new Random();
        int runs = asked == null ? RUNS : 20;
        for (int i = 0; i < runs; i++) {
            long seed = asked == null ? seeds.nextLong() : asked;
            try {
                new FaultRun(seed, template, io).run();
            } catch (Throwable e) {
                throw new AssertionError("run " + i + " failed; repeat it with -Dfault-seed=" + seed, e);
            }
        }
    }
}

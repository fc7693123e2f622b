package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.RebuiltTable.connect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.sqlite.SqliteEngine;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of random shapes: 50 of them, 1,000 with {@code -Dstress}; {@code -Dadoption.seed} repeats one. */
class RandomFilesTest {
    private static final int RUNS = Boolean.getBoolean("stress") ? 1000 : 50;

    @TempDir
    Path folder;

    /** The name of a run is its seed. */
    static LongStream seeds() {
        Long seed = Long.getLong("adoption.seed");
        return seed != null ? LongStream.of(seed) : new Random().longs(RUNS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFileOfAnyShapeIsAdoptedWithoutLoss(long seed) throws Exception {
        System.out.println("RandomFilesTest: -Dadoption.seed=" + seed);
        SqliteEngine engine = new DatabaseSettings(Map.of()).engine();
        Map<String, List<String>> migrations = SampleFiles.migrations("unified/pipeline");
        Path file = folder.resolve("random.sqlite3");
        new RandomFile(seed, SampleFiles.wanted(migrations)).make(file);
        Content before;
        try (Connection connection = connect(file)) {
            before = Content.of(connection);
        }
        byte[] bytes = Files.readAllBytes(file);
        AdoptionReport plan = engine.adopt(AdoptionTest.location(file), migrations, true, Progress.NONE);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);

        AdoptionReport report = engine.adopt(AdoptionTest.location(file), migrations, false, Progress.NONE);

        // A plan is made without looking at each row; what rows do not allow is told.
        assertThat(report.steps()).isEqualTo(plan.steps().stream().filter(step -> report.findings().stream()
                .noneMatch(finding -> finding
                        .startsWith(step.replaceFirst("make ", "not made, as rows do not allow it: ") + ": ")))
                .toList());
        AdoptionTest.assertWhole(file, migrations, before);
        assertThat(engine.adopt(AdoptionTest.location(file), migrations, false, Progress.NONE).steps()).isEmpty();
    }
}

package org.dsa110.contimg.ingest.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.hdf5.IndexedSubbandFile;
import org.dsa110.contimg.ingest.ConvertedFile;
import org.dsa110.contimg.ingest.ConvertedGroup;
import org.dsa110.contimg.ingest.ConvertedGroupListener;
import org.dsa110.contimg.ingest.Uvh5Header;
import org.dsa110.contimg.ingest.internal.conversion.Dispatchers;
import org.dsa110.contimg.ingest.internal.grouping.RealArrivals;
import org.dsa110.contimg.ingest.internal.uvh5.TinyUvh5;
import org.dsa110.contimg.observation.SubbandFileName;
import org.dsa110.contimg.products.MeasurementSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From files that arrive to a measurement set that all databases know. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
@Timeout(600)
class IngestEndToEndTest extends IngestSuite {
    /** Of the week of real files, which are 1,185: a day and one that stays incomplete, with {@code -Dstress} all. */
    private static final int REAL_GROUPS = Boolean.getBoolean("stress") ? 1_185 : 240;
    private static final String STAND_IN = Path.of("deploy/dev/stand-in-converter").toAbsolutePath().toString();
    @Inject
    Dispatchers dispatchers;

    @Test
    void sixteenFilesBecomeAMeasurementSet() throws Exception {
        ingest.service("CONTIMG_STANDIN_SECONDS=0.1 " + STAND_IN, listeners);
        ingest.arrive(16);
        ingest.dispatcher().tick();
        ingest.awaitState("completed");

        String msPath = temporary.toRealPath().resolve("ms/" + GROUP + ".ms").toString();
        MeasurementSet ms = units.read(Database.PRODUCTS, () -> MeasurementSet.<MeasurementSet>findById(msPath))
                .await().indefinitely();
        assertThat(ms.stage).isEqualTo("converted");
        assertThat(ms.status).isEqualTo("completed");
        assertThat(ms.startMjd).isEqualTo(61082.75);
        assertThat(ms.endMjd).isEqualTo(61083.0 + 15.0 / 1024);
        assertThat(ms.raDeg).isCloseTo(180, within(1e-9));
        assertThat(ms.stageUpdatedAt).isEqualTo(ms.processedAt);
        List<IndexedSubbandFile> index = units
                .read(Database.HDF5, () -> IndexedSubbandFile.<IndexedSubbandFile>list("groupId = ?1 and path like ?2",
                        GROUP, ingest.incoming() + "/%"))
                .await().indefinitely();
        assertThat(index).hasSize(16).allSatisfy(file -> {
            assertThat(file.path).isEqualTo(ingest.incoming().resolve(file.filename).toString());
            assertThat(file.fileSizeBytes).isEqualTo(Files.size(Path.of(file.path)));
            assertThat(file.timestampMjd).isCloseTo(61082.875 + file.subbandNum / 2048.0, within(1e-9));
            assertThat(file.stored).isEqualTo(1);
            assertThat(file.obsTime).isEqualTo("15:58:07");
        });
        assertThat(ingest.registered(msPath)).isEqualTo("ms staging " + msPath + " 16");
        assertThat(database.text("SELECT load_time FROM performance_metrics")).isEqualTo("0.1");
        assertThat(database.text("SELECT subband_count FROM performance_metrics")).isEqualTo("16");
        assertThat(Double.parseDouble(database.text("SELECT total_time FROM performance_metrics"))).isGreaterThan(0.1);
        ingest.awaitTrue(() -> ingest.metrics().counter("dsa110_conversion", "outcome", "completed").count() == 1);
        ingest.dispatcher().tick();
        assertThat(ingest.metrics().get("contimg_ingest_queue_completed_count").gauge().value()).isEqualTo(1);
        assertThat(ingest.metrics().get("contimg_ingest_queue_pending_count").gauge().value()).isZero();
    }

    @Test
    void aMeasurementSetThatIsConvertedAgainKeepsWhatTheConversionDoesNotKnow() throws Exception {
        String msPath = "/ms/again.ms";
        units.write(Database.PRODUCTS, () -> {
            MeasurementSet.deleteById(msPath);
            MeasurementSet ms = new MeasurementSet();
            ms.path = msPath;
            ms.stage = "imaged";
            ms.stageUpdatedAt = 1.0;
            ms.calApplied = 1L;
            ms.fieldName = "3C286";
            ms.persist();
            return null;
        }).await().indefinitely();
        ingest.service("echo " + msPath, listeners);
        ingest.arrive(16);
        ingest.dispatcher().tick();
        ingest.awaitState("completed");

        MeasurementSet ms = units.read(Database.PRODUCTS, () -> MeasurementSet.<MeasurementSet>findById(msPath))
                .await().indefinitely();
        assertThat(ms.fieldName).isEqualTo("3C286");
        assertThat(ms.stage).isEqualTo("converted");
        assertThat(ms.stageUpdatedAt).isGreaterThan(1);
        assertThat(ms.calApplied).isZero();
    }

    @Test
    void realFilesAreConvertedEachGroupOnce() throws Exception {
        ingest.service("echo \"$CONTIMG_GROUP_ID\" >> '" + temporary + "/ran'; echo \"/ms/$CONTIMG_GROUP_ID.ms\"",
                listeners);
        Path content = TinyUvh5.write(temporary.resolve("content"), Map.of("time_array", TinyUvh5.TIMES));
        List<String> files = new ArrayList<>(RealArrivals.names(REAL_GROUPS));
        Collections.shuffle(files, new Random(5));
        long started = System.nanoTime();
        for (String file : files) {
            Files.createLink(ingest.incoming().resolve(file), content);
        }
        long written = System.nanoTime();
        ingest.scanner().scan();
        ingest.scanner().scan();
        long recorded = System.nanoTime();
        ingest.scanner().scan();
        long scanned = System.nanoTime();
        ingest.awaitTrue(() -> {
            // Again and again, as the service does it: a group whose files are slow to open comes back.
            ingest.dispatcher().tick();
            Map<String, Long> counts = dispatchers.countByState();
            return !counts.containsKey("pending") && !counts.containsKey("in_progress");
        });
        long drained = System.nanoTime();
        System.out.printf(
                "%d files: written in %.1f s, found and recorded in %.1f s, scanned again in %.3f s; drained in %.1f s%n",
                files.size(), (written - started) / 1e9, (recorded - written) / 1e9, (scanned - recorded) / 1e9,
                (drained - scanned) / 1e9);

        int whole = (int) RealArrivals.sizes(REAL_GROUPS).stream().filter(size -> size == 16).count();
        assertThat(whole).isBetween(REAL_GROUPS - 30, REAL_GROUPS - 1);
        assertThat(Files.readAllLines(temporary.resolve("ran"))).hasSize(whole).doesNotHaveDuplicates();
        assertThat(dispatchers.countByState()).containsOnly(Map.entry("completed", (long) whole),
                Map.entry("collecting", (long) REAL_GROUPS - whole));
        assertThat(database.text("SELECT count(*) FROM performance_metrics")).isEqualTo(String.valueOf(whole));
    }

    @Test
    void aGroupWithoutAReadableHeaderIsRegisteredByWhatIsKnownOfIt() throws Exception {
        SubbandFileName name = SubbandFileName.parse(GROUP + "_sb00.hdf5").orElseThrow();
        ConvertedFile file = new ConvertedFile(Path.of("/not/readable/" + name.format()), name, 5L, 6.0, null);
        ConvertedGroup group = new ConvertedGroup(GROUP, "/ms/not-readable.ms", 1, 2, List.of(file));

        for (ConvertedGroupListener listener : listeners) {
            listener.onConverted(group).await().indefinitely();
        }

        MeasurementSet ms = units
                .read(Database.PRODUCTS, () -> MeasurementSet.<MeasurementSet>findById("/ms/not-readable.ms"))
                .await().indefinitely();
        assertThat(ms.stage).isEqualTo("converted");
        assertThat(new Double[]{ms.startMjd, ms.endMjd, ms.midMjd, ms.raDeg, ms.decDeg}).containsOnlyNulls();
        IndexedSubbandFile indexed = units
                .read(Database.HDF5, () -> IndexedSubbandFile.<IndexedSubbandFile>findById(file.path().toString()))
                .await().indefinitely();
        assertThat(indexed.timestampMjd).isEqualTo(name.timestampMjd());
        assertThat(indexed.fileSizeBytes).isEqualTo(5);
        assertThat(indexed.raDeg).isNull();
    }

    @Test
    void aHeaderThatCannotBeReadLeavesTheTimesOfTheOthers() {
        SubbandFileName name = SubbandFileName.parse(GROUP + "_sb00.hdf5").orElseThrow();
        ConvertedGroup group = new ConvertedGroup(GROUP, "/ms/half.ms", 1, 2,
                List.of(new ConvertedFile(Path.of("/a"), name, 5L, 6.0, null),
                        new ConvertedFile(Path.of("/b"), name, 5L, 6.0,
                                new Uvh5Header(1, 3, 2, 4.0, 5.0))));

        assertThat(new Double[]{group.startMjd(), group.endMjd(), group.midMjd(), group.raDeg(), group.decDeg()})
                .containsExactly(1.0, 3.0, 2.0, 4.0, 5.0);
    }
}

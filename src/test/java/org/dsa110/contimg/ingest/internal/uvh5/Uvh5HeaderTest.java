package org.dsa110.contimg.ingest.internal.uvh5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

import org.dsa110.contimg.ingest.Uvh5Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Uvh5HeaderTest {
    @TempDir
    Path folder;

    @Test
    void anObservationRunsFromTheFirstIntegrationsBeginToTheLastOnesEnd() throws IOException {
        Uvh5Header header = read(Map.of("time_array", TinyUvh5.TIMES, "integration_time", new double[]{8640, 8640}));
        assertThat(header.startMjd()).isEqualTo(61082.75 - 0.05);
        assertThat(header.endMjd()).isEqualTo(61083.0 + 0.05);
        assertThat(header.midMjd()).isCloseTo(61082.875, within(1e-10));
    }

    @Test
    void withoutIntegrationTimeTheCentresAreTheLimits() throws IOException {
        Uvh5Header header = read(Map.of("time_array", TinyUvh5.TIMES));
        assertThat(header.startMjd()).isEqualTo(61082.75);
        assertThat(header.endMjd()).isEqualTo(61083.0);
        assertThat(header.midMjd()).isEqualTo(61082.875);
    }

    @Test
    void timesNeedNotBeInOrderAndTheIntegrationTimeMayBeOneNumber() throws IOException {
        Uvh5Header header = read(Map.of("time_array", new double[]{2461083.5, 2461083.25, 2461083.375},
                "integration_time", 8640.0));
        assertThat(header.startMjd()).isEqualTo(61082.75 - 0.05);
        assertThat(header.endMjd()).isEqualTo(61083.0 + 0.05);
    }

    @Test
    void thePhaseCentreIsGivenInDegrees() throws IOException {
        Uvh5Header header = read(Map.of("time_array", TinyUvh5.TIMES, "phase_center_ra", 1.25, "phase_center_dec",
                -0.5));
        assertThat(header.raDeg()).isEqualTo(Math.toDegrees(1.25));
        assertThat(header.decDeg()).isEqualTo(Math.toDegrees(-0.5));
    }

    @Test
    void aNegativeRightAscensionIsTurnedIntoTheCircle() throws IOException {
        Uvh5Header header = read(Map.of("time_array", TinyUvh5.TIMES, "phase_center_ra", -Math.PI / 2,
                "phase_center_dec", 0.0));
        assertThat(header.raDeg()).isEqualTo(270.0);
    }

    @Test
    void theApparentPositionServesWhereThereIsNoOther() throws IOException {
        Uvh5Header header = read(Map.of("time_array", TinyUvh5.TIMES, "phase_center_app_ra", new double[]{1, 2},
                "phase_center_app_dec", new double[]{0.25, 0.5}));
        assertThat(header.raDeg()).isEqualTo(Math.toDegrees(1));
        assertThat(header.decDeg()).isEqualTo(Math.toDegrees(0.25));
    }

    @Test
    void theTwoPositionsAreNotMixed() throws IOException {
        Uvh5Header header = read(Map.of("time_array", TinyUvh5.TIMES, "phase_center_dec", 0.75, "phase_center_app_ra",
                new double[]{1}, "phase_center_app_dec", new double[]{0.25}));
        assertThat(header.raDeg()).isEqualTo(Math.toDegrees(1));
        assertThat(header.decDeg()).isEqualTo(Math.toDegrees(0.25));
    }

    @Test
    void theDeclinationMayStandAmongTheExtraKeywords() throws IOException {
        Uvh5Header header = read(Map.of("time_array", TinyUvh5.TIMES, "extra_keywords",
                Map.of("phase_center_dec", 0.25)));
        assertThat(header.raDeg()).isNull();
        assertThat(header.decDeg()).isEqualTo(Math.toDegrees(0.25));
    }

    @Test
    void aPositionThatIsNoneIsNull() throws IOException {
        Uvh5Header header = read(Map.of("time_array", TinyUvh5.TIMES, "phase_center_ra", Double.NaN,
                "phase_center_dec", 7.0, "extra_keywords", Map.of("phase_center_dec", "unknown")));
        assertThat(header.raDeg()).isNull();
        assertThat(header.decDeg()).isNull();
    }

    @Test
    void aFileWithoutTimesIsRefused() {
        Path file = folder.resolve("a.hdf5");
        TinyUvh5.write(file, Map.of("phase_center_ra", 1.0));
        assertThatThrownBy(() -> Uvh5File.readHeader(file)).isInstanceOf(IOException.class)
                .hasMessage("the file has no Header/time_array");
    }

    @Test
    void timesThatAreNoJulianDatesAreRefusedByTheirPlaceAndValue() {
        for (double wrong : new double[]{Double.NaN, Double.POSITIVE_INFINITY, 0, 61082.75, -2461083}) {
            Path file = folder.resolve(wrong + ".hdf5");
            TinyUvh5.write(file, Map.of("time_array", new double[]{2461083.5, wrong}));
            assertThatThrownBy(() -> Uvh5File.readHeader(file)).isInstanceOf(IOException.class)
                    .hasMessage("Header/time_array: value 2 of 2 is " + wrong
                            + ", which is no Julian date of an observation");
        }
    }

    @Test
    void aFileThatIsNotThereIsSaidToBeMissing() {
        assertThatThrownBy(() -> Uvh5File.readHeader(folder.resolve("none.hdf5")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private Uvh5Header read(Map<String, Object> header) throws IOException {
        return Uvh5File.readHeader(TinyUvh5.write(folder.resolve("a.hdf5"), header));
    }
}

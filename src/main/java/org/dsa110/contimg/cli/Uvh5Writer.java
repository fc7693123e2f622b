package org.dsa110.contimg.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.observation.SubbandFileName;

/**
 * Writes small UVH5 files, as the correlator's are but for their size: one baseline instead of 4,656, and 2 channels
 * instead of 48 over the subband's same 11.7 MHz. Header names, units and shapes are those of the UVH5 memo, version
 * 0.1, of pyuvdata.
 * <p>
 * One thing differs: {@code Data/visdata} has shape (Nblts, Nspws, Nfreqs, Npols, 2) with the real and the imaginary
 * part in the last place, and {@code Data/flags} are bytes, 0 or 1, because jHDF 0.9.4 writes neither compound nor
 * enumerated types. The times follow from the file's name: its timestamp is where the first integration begins.
 * <p>
 * The same name, pointing and seed give the same bytes. Safe for use by several threads on different files.
 */
final class Uvh5Writer {
    /** How long an observation lasts: 24 integrations of 12.885 s. */
    static final Duration OBSERVATION = Duration.ofMillis(24 * 12_885);

    private static final int INTEGRATIONS = 24;
    private static final double INTEGRATION_SECONDS = 12.885;
    private static final double SECONDS_PER_DAY = 86_400.0;
    private static final double MJD_ZERO_JD = 2_400_000.5;
    private static final double BASELINE_M = 100;
    private static final int CHANNELS = 2;
    private static final int POLARIZATIONS = 2;
    /** The 16 subbands together cover 1311.25 to 1498.75 MHz; here sb00 is the lowest. */
    private static final double BAND_START_HZ = 1311.25e6;
    private static final double SUBBAND_HZ = 187.5e6 / SubbandFileName.SUBBANDS;

    private final long seed;

    /** @param seed decides the noise in the visibilities */
    Uvh5Writer(long seed) {
        this.seed = seed;
    }

    /**
     * Writes a file. It must not exist, and is not whole before this returns.
     *
     * @throws IOException when the file cannot be written; what there is of it then stays
     */
    void write(Path file, SubbandFileName name, Pointing pointing) throws IOException {
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            WritableGroup header = hdf.putGroup("Header");
            putArray(header);
            putTimes(header, name, pointing);
            putSpectrum(header, name.subband());
            putPointing(header, pointing);
            putData(hdf.putGroup("Data"), new Random(seed ^ name.format().hashCode()));
        } catch (HdfException e) {
            IOException failure = new FileSystemException(file.toString(), null,
                    e.getCause() instanceof IOException cause ? FileFailure.reason(cause) : e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private static void putArray(WritableGroup header) {
        double longitude = Math.toRadians(Pointing.LONGITUDE_DEG);
        header.putDataset("telescope_name", "DSA-110");
        header.putDataset("instrument", "DSA");
        header.putDataset("object_name", "drift");
        header.putDataset("history", "Simulated by contimg-db; not an observation.");
        header.putDataset("latitude", Pointing.LATITUDE_DEG);
        header.putDataset("longitude", Pointing.LONGITUDE_DEG);
        header.putDataset("altitude", Pointing.ALTITUDE_M);
        header.putDataset("Nants_data", 2);
        header.putDataset("Nants_telescope", 2);
        header.putDataset("Nbls", 1);
        header.putDataset("antenna_names", new String[]{"pad1", "pad2"});
        header.putDataset("antenna_numbers", new int[]{0, 1});
        header.putDataset("antenna_positions", new double[][]{{0, 0, 0},
                {-BASELINE_M * Math.sin(longitude), BASELINE_M * Math.cos(longitude), 0}});
        header.putDataset("ant_1_array", new int[INTEGRATIONS]);
        header.putDataset("ant_2_array", IntStream.generate(() -> 1).limit(INTEGRATIONS).toArray());
    }

    private static void putTimes(WritableGroup header, SubbandFileName name, Pointing pointing) {
        double[] centres = new double[INTEGRATIONS];
        double[] sidereal = new double[INTEGRATIONS];
        for (int i = 0; i < INTEGRATIONS; i++) {
            double seconds = (i + 0.5) * INTEGRATION_SECONDS;
            centres[i] = MJD_ZERO_JD + name.timestampMjd() + seconds / SECONDS_PER_DAY;
            sidereal[i] = Math.toRadians(Pointing.at(name.timestamp().plusNanos((long) (seconds * 1e9))).raDeg());
        }
        double[] lengths = DoubleStream.generate(() -> INTEGRATION_SECONDS).limit(INTEGRATIONS).toArray();
        header.putDataset("Ntimes", INTEGRATIONS);
        header.putDataset("Nblts", INTEGRATIONS);
        header.putDataset("time_array", centres);
        header.putDataset("integration_time", lengths);
        header.putDataset("lst_array", sidereal);
        // The phase centre is on the meridian, where a baseline to the east is all u.
        double[][] uvw = new double[INTEGRATIONS][];
        Arrays.fill(uvw, new double[]{BASELINE_M, 0, 0});
        header.putDataset("uvw_array", uvw);
    }

    private static void putSpectrum(WritableGroup header, int subband) {
        double width = SUBBAND_HZ / CHANNELS;
        double[] centres = new double[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            centres[i] = BAND_START_HZ + subband * SUBBAND_HZ + (i + 0.5) * width;
        }
        header.putDataset("Nfreqs", CHANNELS);
        header.putDataset("Nspws", 1);
        header.putDataset("Npols", POLARIZATIONS);
        header.putDataset("freq_array", new double[][]{centres});
        header.putDataset("channel_width", width);
        header.putDataset("spw_array", new int[]{0});
        // XX and YY in the numbering of AIPS Memo 117.
        header.putDataset("polarization_array", new int[]{-5, -6});
    }

    private static void putPointing(WritableGroup header, Pointing pointing) {
        header.putDataset("phase_type", "phased");
        header.putDataset("phase_center_ra", Math.toRadians(pointing.raDeg()));
        header.putDataset("phase_center_dec", Math.toRadians(pointing.decDeg()));
        header.putDataset("phase_center_epoch", 2000.0);
        header.putDataset("phase_center_frame", "icrs");
        WritableGroup extra = header.putGroup("extra_keywords");
        extra.putDataset("ha_phase_center", 0.0);
        extra.putDataset("phase_center_dec", Math.toRadians(pointing.decDeg()));
        extra.putDataset("phase_center_epoch", "HADEC");
    }

    private static void putData(WritableGroup data, Random noise) {
        float[][][][][] visibilities = new float[INTEGRATIONS][1][CHANNELS][POLARIZATIONS][2];
        float[][][][] samples = new float[INTEGRATIONS][1][CHANNELS][POLARIZATIONS];
        for (int time = 0; time < INTEGRATIONS; time++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                Arrays.fill(samples[time][0][channel], 1);
                for (float[] complex : visibilities[time][0][channel]) {
                    complex[0] = (float) noise.nextGaussian();
                    complex[1] = (float) noise.nextGaussian();
                }
            }
        }
        data.putDataset("visdata", visibilities);
        data.putDataset("flags", new byte[INTEGRATIONS][1][CHANNELS][POLARIZATIONS]);
        data.putDataset("nsamples", samples);
    }
}

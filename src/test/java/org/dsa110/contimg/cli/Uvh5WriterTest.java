package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.dsa110.contimg.ingest.Uvh5Header;
import org.dsa110.contimg.ingest.internal.uvh5.H5py;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5File;
import org.dsa110.contimg.observation.SubbandFileName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Uvh5WriterTest {
    private static final SubbandFileName NAME = SubbandFileName.parse("2026-02-11T15:58:07_sb07.hdf5").orElseThrow();
    private static final Pointing POINTING = Pointing.at(NAME.timestamp());
    private static final double MICROSECONDS_50 = 50e-6 / 86_400;

    @TempDir
    Path folder;

    @Test
    void theHeaderIsReadBackAsItWasWritten() throws IOException {
        Path file = write("a.hdf5", 1);
        Uvh5Header header = Uvh5File.readHeader(file);
        assertThat(header.startMjd()).isCloseTo(NAME.timestampMjd(), within(MICROSECONDS_50));
        assertThat(header.endMjd() - header.startMjd()).isCloseTo(309.24 / 86_400, within(2 * MICROSECONDS_50));
        assertThat(header.raDeg()).isCloseTo(POINTING.raDeg(), within(1e-12));
        assertThat(header.decDeg()).isCloseTo(POINTING.decDeg(), within(1e-12));
        assertThat(Uvh5Content.of(file)).isEqualTo(new Uvh5Content.Whole(header));
    }

    @Test
    void aFileHasAFewKilobytes() throws IOException {
        assertThat(write("a.hdf5", 1)).isRegularFile().satisfies(file -> assertThat(Files.size(file)).isLessThan(8192));
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        assertThat(write("a.hdf5", 1)).hasSameBinaryContentAs(write("b.hdf5", 1));
        assertThat(Files.mismatch(write("c.hdf5", 1), write("d.hdf5", 2))).isNotNegative();
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> write("none/a.hdf5", 1)).isInstanceOf(IOException.class)
                .hasMessageContaining("none/a.hdf5");
    }

    @Test
    void h5pyReadsWhatWasWritten() throws Exception {
        Path file = write("a.hdf5", 1);
        assertThat(H5py.run("""
            with h5py.File(sys.argv[1]) as f:
                h, d = f['Header'], f['Data']
                n = h['Nblts'][()]
                assert h['time_array'].shape == h['integration_time'].shape == h['lst_array'].shape == (n,)
                assert h['uvw_array'].shape == (n, 3)
                assert h['ant_1_array'].shape == h['ant_2_array'].shape == (n,)
                assert n == h['Ntimes'][()] * h['Nbls'][()]
                shape = (n, h['Nspws'][()], h['Nfreqs'][()], h['Npols'][()])
                assert d['visdata'].shape == shape + (2,)
                assert d['flags'].shape == d['nsamples'].shape == shape
                assert h['freq_array'].shape == shape[1:3]
                assert h['antenna_positions'].shape == (h['Nants_telescope'][()], 3)
                assert np.all(np.isfinite(d['visdata'])) and np.all(d['nsamples'][()] == 1)
                print(repr(float(h['time_array'][0])), h['antenna_numbers'][()].tolist(), d['visdata'].shape,
                      h['antenna_names'][()].tolist(), h['telescope_name'][()].decode(),
                      repr(float(h['freq_array'][0, 0])), h['extra_keywords/phase_center_dec'][()] ==
                      h['phase_center_dec'][()])
            """, file)).isEqualTo("2461083.165433362 [0, 1] (24, 1, 2, 2, 2) [b'pad1', b'pad2'] DSA-110"
                + " 1396210937.5 True");
    }

    private Path write(String filename, long seed) throws IOException {
        Path file = folder.resolve(filename);
        new Uvh5Writer(seed).write(file, NAME, POINTING);
        return file;
    }
}

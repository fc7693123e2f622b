package org.dsa110.contimg.ingest.internal.uvh5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.dsa110.contimg.ingest.Uvh5Header;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content.NotWhole;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as h5py writes them, in the layouts the HDF5 library chooses from. */
class H5pyFilesTest {
    private static final String WRITE_EVERY_LAYOUT = """
        layouts = {
            'contiguous': ({}, {}),
            'chunked': ({}, dict(chunks=(10, 1, 4, 2))),
            'one-chunk': ({}, dict(chunks=(48, 1, 4, 2))),
            'gzip': (dict(compression='gzip'), dict(compression='gzip')),
            'lzf': ({}, dict(compression='lzf', shuffle=True, fletcher32=True)),
            'resizable': (dict(maxshape=(None,)), dict(chunks=(10, 1, 4, 2), maxshape=(None, 1, 4, 2))),
            'resizable-twice': ({}, dict(chunks=(10, 1, 4, 1), maxshape=(None, 1, 4, None), compression='gzip')),
        }
        for version in [None, 'latest', 'v108']:
            for block in [0, 1024]:
                for layout, (times, data) in layouts.items():
                    name = f'{sys.argv[1]}/{version}-{block}-{layout}.hdf5'
                    with h5py.File(name, 'w', libver=version, userblock_size=block) as f:
                        centres = 2461083.25 + np.repeat(np.arange(24), 2) * 12.885 / 86400
                        f.create_dataset('Header/time_array', data=centres, **times)
                        f['Header/integration_time'] = np.full(48, 12.885)
                        f['Header/antenna_names'] = np.array([b'pad1', b'pad2'])
                        f['Header/telescope_name'] = 'OVRO_MMA'
                        f['Header/extra_keywords/phase_center_dec'] = 0.25
                        visibilities = np.random.default_rng(1).normal(size=(48, 1, 4, 2)).astype('c8')
                        f.create_dataset('Data/visdata', data=visibilities, **data)
                        f.create_dataset('Data/flags', data=np.zeros(visibilities.shape, bool), **data)
                        f.create_dataset('Data/nsamples', data=np.ones(visibilities.shape, 'f4'), **data)
        """;

    @TempDir
    Path folder;

    @Test
    void filesOfEveryLayoutAreRead() throws Exception {
        H5py.run(WRITE_EVERY_LAYOUT, folder);
        List<Path> files = files();
        assertThat(files).hasSize(42);
        for (Path file : files) {
            assertThat(Uvh5Content.of(file)).as(file.toString()).isInstanceOf(Whole.class);
            Uvh5Header header = Uvh5File.readHeader(file);
            assertThat(header.startMjd()).isCloseTo(61082.75 - 12.885 / 2 / 86400, within(1e-9));
            assertThat(header.endMjd()).isCloseTo(61082.75 + 23.5 * 12.885 / 86400, within(1e-9));
            assertThat(header.raDeg()).isNull();
            assertThat(header.decDeg()).isEqualTo(Math.toDegrees(0.25));
        }
    }

    @Test
    void filesOfEveryLayoutAreFoundOutWhenCut() throws Exception {
        H5py.run(WRITE_EVERY_LAYOUT, folder);
        for (Path file : files()) {
            byte[] whole = Files.readAllBytes(file);
            for (int missing : new int[]{1, 2, 8, 100, whole.length / 2}) {
                Files.write(file, Arrays.copyOf(whole, whole.length - missing));
                assertThat(Uvh5Content.of(file)).as("%s without %d bytes", file, missing).isInstanceOf(NotWhole.class);
            }
        }
    }

    @Test
    void aSoftLinkMayStartAtItsOwnGroup() throws Exception {
        H5py.run("""
            for version in ['earliest', 'latest']:
                with h5py.File(f'{sys.argv[1]}/{version}.hdf5', 'w', libver=version) as f:
                    f['Header/old/times'] = np.full(4, 2461083.25)
                    f['Header/time_array'] = h5py.SoftLink('old/times')
                    f['Data/visdata'] = np.ones((4, 1, 4, 2), 'c8')
            """, folder);
        assertThat(files()).hasSize(2).allSatisfy(file -> assertThat(Uvh5Content.of(file)).isInstanceOf(Whole.class));
    }

    @Test
    void aFileThatItsWriterStillHasOpenIsNotWhole() throws Exception {
        H5py.run("""
            import shutil
            with h5py.File(sys.argv[1] + '/open', 'w', libver='latest') as f:
                f['Header/time_array'] = np.full(4, 2461083.25)
                f['Data/visdata'] = np.ones((4, 1, 4, 2), 'c8')
                f.flush()
                shutil.copy(sys.argv[1] + '/open', sys.argv[1] + '/flushed.hdf5')
            """, folder);
        assertThat(Uvh5Content.of(folder.resolve("flushed.hdf5"))).isEqualTo(new NotWhole(
                "a writer has the file open, or ended without closing it (h5clear -s undoes that)"));
    }

    @Test
    void aFileOfWhichTheLastChunkIsMissingIsNotWhole() throws Exception {
        H5py.run("""
            with h5py.File(sys.argv[1] + '/a.hdf5', 'w') as f:
                f['Header/time_array'] = np.full(40, 2461083.25)
                v = f.create_dataset('Data/visdata', (40, 1, 4, 2), 'c8', chunks=(10, 1, 4, 2))
                v[:30] = 1
            """, folder);
        assertThat(Uvh5Content.of(folder.resolve("a.hdf5"))).isInstanceOfSatisfying(NotWhole.class,
                content -> assertThat(content.reason())
                        .isEqualTo("Data/visdata: 1 of its 4 chunks are not stored"));
    }

    @Test
    void damageInTheLastCompressedChunkIsNoticed() throws Exception {
        String offset = H5py.run("""
            with h5py.File(sys.argv[1] + '/a.hdf5', 'w') as f:
                f['Header/time_array'] = np.full(40, 2461083.25)
                noise = np.random.default_rng(1).normal(size=(40, 1, 4, 2))
                v = f.create_dataset('Data/visdata', data=noise, chunks=(10, 1, 4, 2), compression='gzip')
                f.flush()
                chunk = v.id.get_chunk_info(3)
                print(chunk.byte_offset + chunk.size - 1)
            """, folder);
        Path file = folder.resolve("a.hdf5");
        assertThat(Uvh5Content.of(file)).isInstanceOf(Whole.class);
        byte[] bytes = Files.readAllBytes(file);
        bytes[Integer.parseInt(offset)] ^= 1;
        Files.write(file, bytes);
        assertThat(Uvh5Content.of(file)).isInstanceOf(NotWhole.class);
    }

    /** Only an array of over 131,060 chunks has pages. */
    @Test
    void aHoleIsFoundAmongVeryManyChunks() throws Exception {
        H5py.run("""
            for hole in [0, 1]:
                with h5py.File(f'{sys.argv[1]}/{hole}.hdf5', 'w', libver='latest') as f:
                    f['Header/time_array'] = np.full(4, 2461083.25)
                    v = f.create_dataset('Data/visdata', (150000,), 'i1', chunks=(1,), maxshape=(None,))
                    v[:140000] = 1
                    v[140000 + hole:] = 1
            """, folder);
        assertThat(Uvh5Content.of(folder.resolve("0.hdf5"))).isInstanceOf(Whole.class);
        assertThat(Uvh5Content.of(folder.resolve("1.hdf5")))
                .isEqualTo(new NotWhole("Data/visdata: 1 of its 150000 chunks are not stored"));
    }

    @Test
    void damageInAChecksummedChunkIsNoticed() throws Exception {
        for (String filters : List.of("fletcher32=True", "fletcher32=True, compression='lzf'",
                "fletcher32=True, compression='gzip', shuffle=True")) {
            String offset = H5py.run("""
                with h5py.File(sys.argv[1] + '/a.hdf5', 'w') as f:
                    f['Header/time_array'] = np.full(40, 2461083.25)
                    noise = np.random.default_rng(1).normal(size=(40, 1, 4, 2))
                    v = f.create_dataset('Data/visdata', data=noise, chunks=(10, 1, 4, 2), %s)
                    f.flush()
                    print(v.id.get_chunk_info(3).byte_offset + 100)
                """.formatted(filters), folder);
            Path file = folder.resolve("a.hdf5");
            assertThat(Uvh5Content.of(file)).as(filters).isInstanceOf(Whole.class);
            byte[] bytes = Files.readAllBytes(file);
            bytes[Integer.parseInt(offset)] ^= 1;
            Files.write(file, bytes);
            assertThat(Uvh5Content.of(file)).as(filters).isEqualTo(
                    new NotWhole("Data/visdata: a chunk's checksum shows damage"));
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}

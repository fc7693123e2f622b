package org.dsa110.contimg.ingest.internal.uvh5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jhdf.checksum.ChecksumUtils;
import org.dsa110.contimg.ingest.Uvh5Header;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content.NotReadable;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content.NotWhole;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the content of a file is does not depend on the form in which HDF5 stores it. */
class Hdf5FormsTest {
    private static final Map<String, byte[]> FILES = Hdf5Forms.all();
    private static final double HALF_DAYS = 12.885 / 2 / 86400;
    private static final int ROUNDS = 4000;

    @TempDir
    Path folder;

    static Stream<String> whole() {
        return named("whole");
    }

    static Stream<String> rounded() {
        return named("rounded");
    }

    static Stream<String> partial() {
        return named("partial");
    }

    static Stream<String> unreadable() {
        return named("unreadable");
    }

    private static Stream<String> named(String start) {
        return FILES.keySet().stream().filter(name -> name.startsWith(start + "-"));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void aFileInEveryFormGivesItsHeader(String name) throws IOException {
        assertThat(content(FILES.get(name))).isInstanceOfSatisfying(Whole.class, whole -> {
            Uvh5Header header = whole.header();
            assertThat(header.startMjd()).isCloseTo(61082.75 - HALF_DAYS, within(1e-9));
            assertThat(header.endMjd()).isCloseTo(61082.75 + 63 * HALF_DAYS, within(1e-9));
            assertThat(header.raDeg()).isEqualTo(Math.toDegrees(1.25));
            assertThat(header.decDeg()).isEqualTo(Math.toDegrees(0.25));
        });
        assertThat(Uvh5File.readHeader(folder.resolve("a.hdf5"))).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("rounded")
    void timesMayBeNumbersOfAnyType(String name) throws IOException {
        assertThat(content(FILES.get(name))).isInstanceOfSatisfying(Whole.class,
                whole -> assertThat(whole.header().startMjd()).isCloseTo(61082.5 - HALF_DAYS, within(1e-9)));
    }

    @ParameterizedTest
    @MethodSource("partial")
    void aFileThatLacksSomethingIsNotWholeInEveryForm(String name) throws IOException {
        assertThat(content(FILES.get(name))).isInstanceOf(NotWhole.class);
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void aFileWithoutAReaderIsNotCalledDamaged(String name) throws IOException {
        assertThat(content(FILES.get(name))).isInstanceOf(NotReadable.class);
    }

    @Test
    void thereAreFilesOfEveryKind() {
        assertThat(whole()).hasSizeGreaterThan(100);
        assertThat(partial()).hasSize(30);
        assertThat(unreadable()).hasSize(11);
        assertThat(rounded()).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
            "unreadable-filter-blosc, Header/time_array: it is compressed by the filter Blosc",
            "unreadable-filter-zstd, Header/time_array: it is compressed by the filter zstd",
            "unreadable-filter-bitshuffle-zstd, Header/time_array: it is compressed by the filter bitshuffle with other than lz4",
            "unreadable-filter-scaleoffset, Header/time_array: it is compressed by the filter scaleoffset",
            "unreadable-filter-nbit, Header/time_array: it is compressed by the filter nbit",
            "unreadable-filter-szip, Header/time_array: it is compressed by the filter szip",
            "unreadable-times-external, Header/time_array: it is stored in other files",
            "unreadable-visdata-virtual, Data/visdata: it is virtual",
            "partial-hole-fixed-latest, Data/visdata: 1 of its 7 chunks are not stored",
            "partial-hole-fixed-long-latest, Data/visdata: 40 of its 256 chunks are not stored",
            "partial-never-stored-chunked-latest, Data/visdata: it is not stored",
            "partial-never-stored-contiguous-earliest, Data/visdata: it is not stored",
            "partial-never-stored-times-earliest, Header/time_array: it is not stored",
            "partial-no-visdata-earliest, Data/visdata holds no data"})
    void theReasonSaysWhatAndWhy(String name, String reason) throws IOException {
        Uvh5Content content = content(FILES.get(name + "-debian.hdf5"));
        assertThat(content instanceof NotReadable unreadable ? unreadable.reason() : ((NotWhole) content).reason())
                .startsWith(reason);
    }

    @ParameterizedTest
    @CsvSource({"whole-libver-v108-debian.hdf5, 2", "whole-libver-v110-debian.hdf5, 3",
            "whole-libver-v200-new.hdf5, 3"})
    void aFileThatItsWriterMarkedAsOpenIsNotWhole(String name, int version) throws IOException {
        byte[] bytes = FILES.get(name).clone();
        assertThat(bytes[8]).isEqualTo((byte) version);
        bytes[11] |= 1;
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(44,
                ChecksumUtils.checksum(Arrays.copyOf(bytes, 44)));
        assertThat(content(bytes)).isEqualTo(new NotWhole(
                "a writer has the file open, or ended without closing it (h5clear -s undoes that)"));
    }

    @Test
    void whatIsMissingComesBeforeTimesThatCannotBeRead() throws IOException {
        assertThat(content(withTimesInALayoutWithoutReader("whole-fixed-earliest-debian.hdf5")))
                .isEqualTo(new NotReadable("Header/time_array: it has a layout of version 2, which is not read here"));
        assertThat(content(withTimesInALayoutWithoutReader("partial-hole-fixed-earliest-debian.hdf5")))
                .isEqualTo(new NotWhole("Data/visdata: 1 of its 7 chunks are not stored"));
        assertThat(content(withTimesInALayoutWithoutReader("partial-no-visdata-earliest-debian.hdf5")))
                .isEqualTo(new NotWhole("Data/visdata holds no data"));
    }

    /** Where the 64 numbers of 8 bytes in one piece, or in chunks of 10, are. */
    private static byte[] withTimesInALayoutWithoutReader(String name) {
        byte[] bytes = FILES.get(name).clone();
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytes.length - 20; at++) {
            boolean inOnePiece = fields.getShort(at) == 0x0103 && fields.getLong(at + 10) == 512;
            boolean inChunks = fields.getShort(at) == 0x0203 && bytes[at + 2] == 2 && fields.getInt(at + 11) == 10
                    && fields.getInt(at + 15) == 8;
            if (inOnePiece || inChunks) {
                bytes[at] = 2;
            }
        }
        return bytes;
    }

    /** Room for more chunks, such as a large limit of its shape gives a data set, is no damage unless the file has no room for it. */
    @Test
    void roomForMoreChunksThanAreReadIsNotCalledDamage() throws IOException {
        byte[] fixed = patched("whole-fixed-latest-debian.hdf5", "FAHD", 8, 5_000_000, 24);
        assertThat(content(fixed)).isInstanceOf(NotWhole.class);
        assertThat(content(Arrays.copyOf(fixed, fixed.length + 8 * 5_000_000))).isEqualTo(
                new NotReadable("Header/time_array: it may have more chunks than are read here"));

        assertThat(content(patched("whole-growing-latest-debian.hdf5", "EAHD", 44, 5_000_000, 68)))
                .isEqualTo(new NotReadable("Header/time_array: it has more chunks than are read here"));
        assertThat(content(patched("whole-growing-latest-debian.hdf5", "EAHD", 44, 1L << 40, 68))).isEqualTo(
                new NotWhole("Header/time_array: its chunks have an index of impossible sizes"));
    }

    @ParameterizedTest
    @CsvSource({"4611686018427387904, Data/flags", "1152921504606846976, Data/nsamples"})
    void aShapeBeyondAllFilesIsTold(long first, String name) throws IOException {
        byte[] bytes = FILES.get("whole-fixed-earliest-debian.hdf5").clone();
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytes.length - 16; at++) {
            // A shape of version 1 with four dimensions and their limits, of which the first has 64.
            if (fields.getLong(at) == 0x010401 && fields.getLong(at + 8) == 64) {
                fields.putLong(at + 8, first);
            }
        }
        // The flags have a byte for each value, so the second shape is one of 4 EiB for them, which a number can still say.
        assertThat(content(bytes)).isEqualTo(new NotWhole(
                name + ": it claims to have " + first + " x 1 x 2 x 2 values, which no file could hold"));
    }

    @Test
    void aHeapWithoutItsBlockIsDamaged() throws IOException {
        assertThat(content(patched("whole-many-members-latest-debian.hdf5", "FRHP", 132, -1, 142)))
                .isEqualTo(new NotWhole("Header/time_array: a heap has an object in a block that is not stored"));
    }

    /** Sets a number in all structures of a kind. */
    private static byte[] patched(String name, String signature, int field, long value, int checksum) {
        byte[] bytes = FILES.get(name).clone();
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytes.length - checksum; at++) {
            if (new String(bytes, at, 4, StandardCharsets.ISO_8859_1).equals(signature)) {
                fields.putLong(at + field, value);
                fields.putInt(at + checksum, ChecksumUtils.checksum(Arrays.copyOfRange(bytes, at, at + checksum)));
            }
        }
        return bytes;
    }

    @Test
    void cutFilesAreNeverWhole() throws IOException {
        for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
            for (int missing : new int[]{1, 8, 100, file.getValue().length / 2}) {
                assertThat(content(Arrays.copyOf(file.getValue(), file.getValue().length - missing)))
                        .as("%s without %d bytes", file.getKey(), missing).isInstanceOf(NotWhole.class);
            }
        }
    }

    @Test
    @Timeout(300)
    void anyDamageIsAnsweredInABoundedTime() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("random damage: seed " + seed);
        Random random = new Random(seed);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<String> names = List.copyOf(FILES.keySet());
        for (int round = 0; round < ROUNDS; round++) {
            String name = names.get(random.nextInt(names.size()));
            byte[] damaged = damage(FILES.get(name).clone(), random);
            // Of the processor, which a machine that does something else or stands still does not take.
            long began = threads.getCurrentThreadCpuTime();
            assertThat(content(damaged)).as("%s, seed %d, round %d", name, seed, round).isNotNull();
            assertThat(threads.getCurrentThreadCpuTime() - began).as("%s, seed %d, round %d", name, seed, round)
                    .isLessThan(TimeUnit.SECONDS.toNanos(20));
        }
    }

    /** Half of the damage lies where structure is dense, in the first part of the file. */
    private static byte[] damage(byte[] bytes, Random random) {
        for (int k = random.nextInt(6); k >= 0; k--) {
            int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(4096, bytes.length));
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) 0xff;
                default -> System.arraycopy(bytes, random.nextInt(bytes.length - 8), bytes,
                        Math.min(at, bytes.length - 8), 8);
            }
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private Uvh5Content content(byte[] bytes) throws IOException {
        return Uvh5Content.of(Files.write(folder.resolve("a.hdf5"), bytes));
    }
}

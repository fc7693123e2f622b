package org.dsa110.contimg.ingest.internal.hdf5file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.jhdf.checksum.ChecksumUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Superblocks made byte by byte after the HDF5 File Format Specification, section II.A. */
class SuperblockTest {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final long END = 145_348_600;
    private static final long ROOT = 96;

    @TempDir
    Path folder;

    @Test
    void everyVersionGivesTheEndOfFile() throws IOException {
        assertThat(read(old(0, 8, END).array(), 0)).isEqualTo(new Superblock(0, END, false, ROOT, 8, 8));
        assertThat(read(old(1, 8, END).array(), 0)).isEqualTo(new Superblock(0, END, false, ROOT, 8, 8));
        assertThat(read(recent(2, 8, 0, END).array(), 0)).isEqualTo(new Superblock(0, END, false, ROOT, 8, 8));
        assertThat(read(recent(3, 8, 0, END).array(), 0)).isEqualTo(new Superblock(0, END, false, ROOT, 8, 8));
    }

    @Test
    void addressesMayHaveFourBytes() throws IOException {
        assertThat(read(old(0, 4, END).array(), 0).endOfFile()).isEqualTo(END);
        assertThat(read(recent(2, 4, 0, 4_000_000_000L).array(), 0).endOfFile()).isEqualTo(4_000_000_000L);
    }

    @Test
    void versions2And3MarkAFileThatIsOpenForWriting() throws IOException {
        assertThat(read(recent(3, 8, 1, END).array(), 0).openForWriting()).isTrue();
        assertThat(read(recent(3, 8, 5, END).array(), 0).openForWriting()).isTrue();
        assertThat(read(recent(2, 8, 1, END).array(), 0).openForWriting()).isTrue();
        assertThat(read(recent(2, 8, 5, END).array(), 0).openForWriting()).isTrue();
        assertThat(read(recent(2, 8, 0, END).array(), 0).openForWriting()).isFalse();
    }

    @Test
    void aUserBlockMayComeFirst() throws IOException {
        for (int block : new int[]{512, 1024, 2048, 65_536}) {
            assertThat(read(recent(2, 8, 0, END).array(), block).endOfFile()).isEqualTo(END);
        }
        assertThatThrownBy(() -> read(recent(2, 8, 0, END).array(), 513))
                .hasMessage("the file has no HDF5 signature");
    }

    @Test
    void aSuperblockThatIsCutOffOrUnknownIsAnError() {
        byte[] bytes = recent(2, 8, 0, END).array();
        assertThatThrownBy(() -> read(Arrays.copyOf(bytes, 30), 0)).hasMessage("the superblock is cut off");
        assertThatThrownBy(() -> read(Arrays.copyOf(bytes, 8), 0)).hasMessage("the superblock is cut off");
        assertThatThrownBy(() -> read(Arrays.copyOf(bytes, 7), 0)).hasMessage("the file has no HDF5 signature");
        assertThatThrownBy(() -> read(recent(4, 8, 0, END).array(), 0))
                .hasMessage("the superblock has the unknown version 4");
        assertThatThrownBy(() -> read(recent(2, 3, 0, END).array(), 0))
                .hasMessage("the superblock has addresses of 3 bytes");
        byte[] lengths = recent(2, 8, 0, END).array();
        lengths[10] = (byte) 200;
        assertThatThrownBy(() -> read(lengths, 0)).hasMessage("the superblock has lengths of 200 bytes");
        assertThatThrownBy(() -> read(recent(2, 8, 0, -1).array(), 0))
                .hasMessage("the superblock has no end-of-file address");
        bytes[20] ^= 1;
        assertThatThrownBy(() -> read(bytes, 0)).hasMessage("the superblock is damaged");
    }

    /** Versions 0 and 1, whose root group is a symbol without a name. */
    private static ByteBuffer old(int version, int size, long end) {
        ByteBuffer bytes = start(version);
        bytes.position(13);
        bytes.put((byte) size).put((byte) size);
        bytes.position(version == 0 ? 24 : 28);
        return addresses(bytes, size, 0, -1, end, -1, 0, ROOT);
    }

    /** Versions 2 and 3. */
    private static ByteBuffer recent(int version, int size, int flags, long end) {
        ByteBuffer bytes = addresses(start(version).put((byte) size).put((byte) size).put((byte) flags), size, 0, -1,
                end, ROOT);
        return bytes.putInt(ChecksumUtils.checksum(Arrays.copyOf(bytes.array(), bytes.position())));
    }

    private static ByteBuffer start(int version) {
        return ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN).put(SIGNATURE).put((byte) version);
    }

    private static ByteBuffer addresses(ByteBuffer bytes, int size, long... addresses) {
        for (long address : addresses) {
            if (size == 4) {
                bytes.putInt((int) address);
            } else {
                bytes.putLong(address);
            }
        }
        return bytes;
    }

    private Superblock read(byte[] superblock, int userBlock) throws IOException {
        byte[] bytes = new byte[userBlock + superblock.length];
        System.arraycopy(superblock, 0, bytes, userBlock, superblock.length);
        try (ExactFile file = ExactFile.open(Files.write(folder.resolve("a.hdf5"), bytes))) {
            return Superblock.read(file);
        }
    }
}

package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

import org.dsa110.contimg.files.RegularFile;

/**
 * A file of which every read delivers all it was asked for or fails. It is not mapped, since a mapped file that shrinks
 * ends in an error of the virtual machine. The number of reads and of bytes is limited, so that damaged structures which
 * point at each other come to an end, and a damaged length does not take the memory of the service.
 * <p>
 * Not safe for use by several threads.
 */
public final class ExactFile implements Closeable {
    /** Far more than the some hundred reads of a real file, and still about a second. */
    private static final int MOST_READS = 200_000;
    /** A real file gives some megabytes. */
    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_AT_ONCE = 64 << 20;

    private final FileChannel file;
    private final long size;
    private int reads;
    private long bytes;
    private int elementReads;
    private long elementBytes;

    private ExactFile(FileChannel file) throws IOException {
        this.file = file;
        this.size = file.size();
    }

    /** @throws IOException when the file cannot be opened, or is none */
    public static ExactFile open(Path path) throws IOException {
        FileChannel file = RegularFile.open(path);
        try {
            return new ExactFile(file);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** As it was when the file was opened, in bytes. */
    public long size() {
        return size;
    }

    /**
     * Reads bytes, little-endian as all of HDF5's structure is.
     *
     * @param position from the start of the file
     * @throws EOFException when the file ends before
     * @throws IOException also when the file's structure has more reads made than a real one does
     */
    public ByteBuffer read(long position, long count) throws IOException {
        checkInside(position, count);
        bytes += count;
        if (++reads > MOST_READS || bytes > MOST_BYTES || count > MOST_AT_ONCE) {
            throw new IOException("the file's structures do not come to an end");
        }
        return readNow(position, count);
    }

    /**
     * Reads elements of a data set, of which a sound file may have any number: they count apart from the structure's parts.
     *
     * @throws EOFException when the file ends before
     * @throws UnreadableException when these are more than are read of a file
     */
    ByteBuffer readElements(long position, long count) throws IOException {
        checkInside(position, count);
        if (++elementReads > MOST_READS || count > MOST_AT_ONCE || count > MOST_BYTES - elementBytes) {
            throw new UnreadableException("more of the file's elements would be read than is done here");
        }
        elementBytes += count;
        return readNow(position, count);
    }

    /** For use before memory is set aside, since a damaged length may ask for any amount of it. */
    private void checkInside(long position, long count) throws EOFException {
        if (position < 0 || count < 0 || count > size - position) {
            throw new EOFException("the file points beyond its own end");
        }
    }

    private ByteBuffer readNow(long position, long count) throws IOException {
        ByteBuffer target = ByteBuffer.allocate((int) count).order(ByteOrder.LITTLE_ENDIAN);
        while (target.hasRemaining()) {
            if (file.read(target, position + target.position()) < 0) {
                throw new EOFException("the file was cut while it was read");
            }
        }
        return target.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

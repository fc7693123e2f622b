package org.dsa110.contimg.ingest.internal.uvh5;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

import org.dsa110.contimg.files.RegularFile;

/**
 * A file as jHDF must see it to notice that the file is cut or damaged: every read delivers all it was asked for or
 * fails. jHDF 0.9.4 repeats a short read from the same address and so takes a cut file for a whole one; and a mapped
 * file that shrinks ends in an error of the virtual machine, so nothing is mapped. The number of reads is limited, so
 * that damaged structures which point at each other come to an end.
 * <p>
 * Read-only. Safe for use by several threads, as jHDF needs it for chunked data sets; reading does not move a position.
 */
final class ExactChannel extends FileChannel {
    /** Far more than the some hundred reads of a real file, and still well under a second. */
    private static final int MOST_READS = 200_000;

    private final FileChannel file;
    private final long size;
    private int reads;

    private ExactChannel(FileChannel file) throws IOException {
        this.file = file;
        this.size = file.size();
    }

    /** @throws IOException when the file cannot be opened */
    static ExactChannel open(Path path) throws IOException {
        FileChannel file = RegularFile.open(path);
        try {
            return new ExactChannel(file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Fills the buffer.
     *
     * @throws EOFException when the file ends before the buffer is full
     */
    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        countRead();
        int wanted = target.remaining();
        // Before reading, since the JDK would first set aside as much memory as a damaged length asks for.
        if (position < 0 || wanted > size - position) {
            throw new EOFException("the file points beyond its own end");
        }
        long at = position;
        while (target.hasRemaining()) {
            int got = file.read(target, at);
            if (got < 0) {
                throw new EOFException("the file was cut while it was read");
            }
            at += got;
        }
        return wanted;
    }

    private synchronized void countRead() throws IOException {
        if (++reads > MOST_READS) {
            throw new IOException("the file's structures do not come to an end");
        }
    }

    /** As it was when the file was opened, in bytes. */
    @Override
    public long size() {
        return size;
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    /** Not supported, which makes jHDF read instead. */
    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException("a subband file is read, not mapped");
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void force(boolean metaData) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}

package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;

import org.dsa110.contimg.ingest.internal.hdf5file.Fields;
import org.dsa110.contimg.ingest.internal.hdf5file.Hdf5File;

/** Elements stored in one piece, in the object's header or elsewhere in the file. */
final class Plain implements Layout {
    private static final int TAIL_BYTES = 4096;

    private final Hdf5File file;
    private final long address;
    private final long size;
    private final byte[] inHeader;

    private Plain(Hdf5File file, long address, long size, byte[] inHeader) {
        this.file = file;
        this.address = address;
        this.size = size;
        this.inHeader = inHeader;
    }

    static Plain inHeader(byte[] elements, long size) throws IOException {
        if (elements.length < size) {
            throw new IOException("it has " + elements.length + " of " + size + " bytes");
        }
        return new Plain(null, Fields.UNDEFINED, size, elements);
    }

    /** @param stored as the layout says, at least {@code size} */
    static Plain inFile(Hdf5File file, long address, long stored, long size) throws IOException {
        if (address != Fields.UNDEFINED && stored < size) {
            throw new IOException("it has " + stored + " of " + size + " bytes");
        }
        return new Plain(file, address, size, null);
    }

    @Override
    public void check() throws IOException {
        if (inHeader != null) {
            return;
        } else if (address == Fields.UNDEFINED) {
            throw new IOException("it is not stored");
        }
        file.checkInside(address, size);
        int tail = (int) Math.min(TAIL_BYTES, size);
        file.elements(address + size - tail, tail);
    }

    @Override
    public void read(NumberFormat format, double[] to) throws IOException {
        check();
        byte[] bytes = inHeader == null ? file.elements(address, size).array() : inHeader;
        int elementSize = to.length == 0 ? 0 : (int) (size / to.length);
        for (int i = 0; i < to.length; i++) {
            to[i] = format.read(bytes, i * elementSize);
        }
    }
}

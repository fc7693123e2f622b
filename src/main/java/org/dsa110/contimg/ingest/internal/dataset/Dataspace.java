package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.dsa110.contimg.ingest.internal.hdf5file.Fields;
import org.dsa110.contimg.ingest.internal.hdf5file.UnreadableException;

/**
 * The shape of a data set (section IV.A.2.b).
 *
 * @param size along each dimension; none for one value
 * @param most how large each dimension may become; -1 where that has no limit
 * @param empty whether it is declared to hold nothing
 */
record Dataspace(long[] size, long[] most, boolean empty) {
    private static final int NULL = 2;
    private static final int MOST_DIMENSIONS = 32;

    static Dataspace read(Fields fields) throws IOException {
        int version = fields.small(1);
        int rank = fields.small(1);
        int flags = fields.small(1);
        if (version != 1 && version != 2) {
            throw new UnreadableException("it has a shape of version " + version + ", which is not read here");
        } else if (rank > MOST_DIMENSIONS) {
            throw new IOException("it has " + rank + " dimensions");
        }
        int kind = fields.small(1);
        fields.skip(version == 1 ? 4 : 0);
        long[] size = new long[rank];
        for (int i = 0; i < rank; i++) {
            size[i] = fields.length();
        }
        long[] most = size.clone();
        for (int i = 0; i < rank && (flags & 1) != 0; i++) {
            most[i] = fields.limit();
        }
        return new Dataspace(size, most, version == 2 && kind == NULL);
    }

    /** @throws IOException when there are over 2^63 - 1 */
    long elements() throws IOException {
        return bytes(1);
    }

    /**
     * How much all elements take, before any filter.
     *
     * @param elementSize in bytes
     * @throws IOException when it is over 2^63 - 1
     */
    long bytes(int elementSize) throws IOException {
        if (empty || Arrays.stream(size).anyMatch(length -> length == 0)) {
            return 0;
        }
        long bytes = elementSize;
        try {
            for (long length : size) {
                bytes = Math.multiplyExact(bytes, length);
            }
        } catch (ArithmeticException e) {
            throw new IOException("it claims to have " + Arrays.stream(size).mapToObj(Long::toString)
                    .collect(Collectors.joining(" x ")) + " values, which no file could hold", e);
        }
        return bytes;
    }
}

package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;

import org.dsa110.contimg.ingest.internal.hdf5file.Fields;
import org.dsa110.contimg.ingest.internal.hdf5file.Hdf5File;
import org.dsa110.contimg.ingest.internal.hdf5file.UnreadableException;

/** Reads where the elements of a data set are stored (section IV.A.2.i, versions 3 to 5). */
final class LayoutMessage {
    private static final int COMPACT = 0;
    private static final int CONTIGUOUS = 1;
    private static final int CHUNKED = 2;
    private static final int VIRTUAL = 3;
    private static final int BY_TREE = 3;
    private static final int NEWEST = 5;
    private static final int SINGLE_CHUNK = 1;
    private static final int IMPLICIT = 2;
    private static final int FIXED_ARRAY = 3;
    private static final int EXTENSIBLE_ARRAY = 4;
    private static final int TREE_OF_VERSION_2 = 5;
    private static final int PARTIAL_UNFILTERED = 1;
    private static final int ONE_FILTERED = 2;

    private final Hdf5File file;
    private final Dataspace space;
    private final int elementSize;
    private final FilterPipeline filters;

    LayoutMessage(Hdf5File file, Dataspace space, int elementSize, FilterPipeline filters) {
        this.file = file;
        this.space = space;
        this.elementSize = elementSize;
        this.filters = filters;
    }

    Layout read(Fields fields) throws IOException {
        int version = fields.small(1);
        if (version < BY_TREE || version > NEWEST) {
            throw new UnreadableException("it has a layout of version " + version + ", which is not read here");
        }
        int kind = fields.small(1);
        long size = space.bytes(elementSize);
        return switch (kind) {
            case COMPACT -> Plain.inHeader(fields.take(fields.small(2)), size);
            case CONTIGUOUS -> Plain.inFile(file, fields.address(), fields.length(), size);
            case CHUNKED -> version == BY_TREE ? chunkedByTree(fields) : chunked(fields);
            case VIRTUAL -> throw new UnreadableException("it is virtual: its data lie in other data sets");
            default -> throw new UnreadableException("it has a layout of kind " + kind + ", which is not read here");
        };
    }

    private Layout chunkedByTree(Fields fields) throws IOException {
        int dimensions = fields.small(1);
        long tree = fields.address();
        ChunkGrid grid = grid(fields, dimensions, 4);
        ChunkIndex index = tree == Fields.UNDEFINED ? null : TreeIndex.version1(file, grid, tree);
        return new Chunked(file, grid, index, filters, false);
    }

    private Layout chunked(Fields fields) throws IOException {
        int flags = fields.small(1);
        int dimensions = fields.small(1);
        ChunkGrid grid = grid(fields, dimensions, fields.small(1));
        int kind = fields.small(1);
        ChunkIndex index = index(fields, grid, kind, (flags & ONE_FILTERED) != 0);
        return new Chunked(file, grid, index, filters, (flags & PARTIAL_UNFILTERED) != 0);
    }

    private ChunkIndex index(Fields fields, ChunkGrid grid, int kind, boolean oneFiltered) throws IOException {
        ArrayOrder order = new ArrayOrder(grid, !filters.isEmpty());
        long size = kind == SINGLE_CHUNK && oneFiltered ? fields.length() : grid.chunkBytes();
        int skipped = kind == SINGLE_CHUNK && oneFiltered ? (int) fields.number(4) : 0;
        // What the indexes were made with stands in their own headers too.
        fields.skip(switch (kind) {
            case FIXED_ARRAY -> 1;
            case EXTENSIBLE_ARRAY -> 5;
            case TREE_OF_VERSION_2 -> 6;
            default -> 0;
        });
        long address = fields.address();
        if (address == Fields.UNDEFINED) {
            return null;
        }
        return switch (kind) {
            case SINGLE_CHUNK -> visitor -> visitor.visit(new Chunk(new long[grid.rank()], address, size, skipped));
            case IMPLICIT -> visitor -> order.visitInOrder(file, address, visitor);
            case FIXED_ARRAY -> new FixedArray(file, address, order);
            case EXTENSIBLE_ARRAY -> new ExtensibleArray(file, address, order);
            case TREE_OF_VERSION_2 -> TreeIndex.version2(file, grid, address);
            default -> throw new UnreadableException("it has a chunk index of kind " + kind
                    + ", which is not read here");
        };
    }

    /** The last of the dimensions is the size of an element. */
    private ChunkGrid grid(Fields fields, int dimensions, int bytesEach) throws IOException {
        long[] chunk = new long[Math.max(0, dimensions - 1)];
        for (int i = 0; i < chunk.length; i++) {
            chunk[i] = fields.number(bytesEach);
        }
        fields.skip(bytesEach);
        return new ChunkGrid(space, chunk, elementSize);
    }
}

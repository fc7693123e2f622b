package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.IOException;

/** A B-tree of version 2 (section III.A.2), of which all records are visited. */
public final class BTree2 {
    private static final int NODE_PREFIX = 6;
    private static final int CHECKSUM = 4;
    private static final int DEEPEST = 32;

    private final Hdf5File file;
    private final Visitor visitor;
    private final int type;
    private final int recordSize;
    private final long[] mostRecords;
    private final long[] mostBelow;

    /** Is told of every record. */
    public interface Visitor {
        void visit(int type, Fields entry) throws IOException;
    }

    private BTree2(Hdf5File file, Visitor visitor, int type, long nodeSize, int recordSize, int depth) {
        this.file = file;
        this.visitor = visitor;
        this.type = type;
        this.recordSize = recordSize;
        this.mostRecords = new long[depth + 1];
        this.mostBelow = new long[depth + 1];
        mostRecords[0] = (nodeSize - NODE_PREFIX - CHECKSUM) / recordSize;
        mostBelow[0] = mostRecords[0];
        for (int level = 1; level <= depth; level++) {
            int pointer = pointerSize(level);
            mostRecords[level] = (nodeSize - NODE_PREFIX - CHECKSUM - pointer) / (recordSize + pointer);
            mostBelow[level] = Math.addExact(Math.multiplyExact(mostRecords[level] + 1, mostBelow[level - 1]),
                    mostRecords[level]);
        }
    }

    public static void visit(Hdf5File file, long address, Visitor visitor) throws IOException {
        int size = 16 + file.offsetSize() + 2 + file.lengthSize() + CHECKSUM;
        Fields header = file.checked(address, size, "BTHD");
        header.skip(1);
        int type = header.small(1);
        long nodeSize = header.number(4);
        int recordSize = header.small(2);
        int depth = header.small(2);
        header.skip(2);
        long root = header.address();
        int records = header.small(2);
        if (recordSize == 0 || depth > DEEPEST || nodeSize < NODE_PREFIX + CHECKSUM) {
            throw new IOException("the file has a B-tree of impossible sizes");
        }
        if (root != Fields.UNDEFINED) {
            new BTree2(file, visitor, type, nodeSize, recordSize, depth).node(root, records, depth);
        }
    }

    private void node(long address, long records, int level) throws IOException {
        int pointer = level == 0 ? 0 : pointerSize(level);
        long size = NODE_PREFIX + records * recordSize + (level == 0 ? 0 : (records + 1) * pointer) + CHECKSUM;
        Fields node = file.checked(address, size, level == 0 ? "BTLF" : "BTIN");
        node.skip(2);
        for (long i = 0; i < records; i++) {
            visitor.visit(type, node.part(recordSize));
        }
        for (long i = 0; level > 0 && i <= records; i++) {
            Fields child = node.part(pointer);
            node(child.address(), child.number(FractalHeap.bytesFor(mostRecords[0])), level - 1);
        }
    }

    /** A child's address, how many records it has, and how many there are in all below it if it has children too. */
    private int pointerSize(int level) {
        return file.offsetSize() + FractalHeap.bytesFor(mostRecords[0])
                + (level > 1 ? FractalHeap.bytesFor(mostBelow[level - 1]) : 0);
    }
}

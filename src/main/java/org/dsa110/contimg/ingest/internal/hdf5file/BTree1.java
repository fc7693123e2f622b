package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.IOException;

/** A B-tree of version 1 (section III.A.1), of which each leaf's entries are visited in their order. */
public final class BTree1 {
    /** Its entries are symbol nodes. */
    public static final int GROUP = 0;
    /** Its entries are chunks. */
    public static final int CHUNKS = 1;

    private static final int PREFIX = 8;

    private BTree1() {
    }

    /** Is told of every entry. */
    public interface Visitor {
        void visit(Fields key, long child) throws IOException;
    }

    /**
     * @param kind {@link #GROUP} or {@link #CHUNKS}
     * @param keySize in bytes
     */
    public static void visit(Hdf5File file, long root, int kind, int keySize, Visitor visitor) throws IOException {
        visit(file, root, kind, keySize, visitor, -1);
    }

    private static void visit(Hdf5File file, long address, int kind, int keySize, Visitor visitor, int expectedLevel)
            throws IOException {
        int offset = file.offsetSize();
        Fields prefix = file.fields(address, PREFIX);
        boolean tree = prefix.text(4).equals("TREE") && prefix.small(1) == kind;
        int level = prefix.small(1);
        // Each step down must be one, so that a tree that points at itself ends.
        if (!tree || expectedLevel >= 0 && level != expectedLevel) {
            throw new IOException("the file has no B-tree where one should be");
        }
        int entries = prefix.small(2);
        Fields node = file.fields(address + PREFIX + 2L * offset, (long) entries * (keySize + offset));
        for (int i = 0; i < entries; i++) {
            Fields key = node.part(keySize);
            long child = node.address();
            if (level == 0) {
                visitor.visit(key, child);
            } else {
                visit(file, child, kind, keySize, visitor, level - 1);
            }
        }
    }
}

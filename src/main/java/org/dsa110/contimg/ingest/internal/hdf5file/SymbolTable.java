package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.IOException;

/** A group as the library writes it by default: a B-tree of symbol nodes, and a heap of names (sections III.A to III.D). */
final class SymbolTable {
    private static final int SYMBOL_PREFIX = 8;
    private static final int SCRATCH = 16;
    private static final int SOFT_LINK = 2;
    private static final int LONGEST_NAME = 4096;

    private final Hdf5File file;
    private final Links links;

    SymbolTable(Hdf5File file, Links links) {
        this.file = file;
        this.links = links;
    }

    void read(long tree, long heap) throws IOException {
        int length = file.lengthSize();
        Fields header = file.fields(heap, 8 + 2L * length + file.offsetSize());
        if (!header.text(4).equals("HEAP")) {
            throw new IOException("a group has no names");
        }
        header.skip(4);
        long size = header.length();
        header.skip(length);
        Fields names = file.fields(header.address(), size);
        BTree1.visit(file, tree, BTree1.GROUP, length, (key, child) -> readNode(child, names));
    }

    private void readNode(long address, Fields names) throws IOException {
        Fields prefix = file.fields(address, SYMBOL_PREFIX);
        if (!prefix.text(4).equals("SNOD")) {
            throw new IOException("a group has no symbols where some should be");
        }
        prefix.skip(2);
        int symbols = prefix.small(2);
        // The library writes where a name lies with the size of a length, other than the specification's text has it.
        int size = file.lengthSize() + file.offsetSize() + 8 + SCRATCH;
        Fields node = file.fields(address + SYMBOL_PREFIX, (long) symbols * size);
        for (int i = 0; i < symbols; i++) {
            Fields symbol = node.part(size);
            String name = name(names, symbol.length());
            long object = symbol.address();
            boolean soft = symbol.small(4) == SOFT_LINK;
            symbol.skip(4);
            links.add(soft
                    ? new Link(name, Fields.UNDEFINED, name(names, symbol.number(4)), false)
                    : new Link(name, object, null, false));
        }
    }

    private static String name(Fields names, long offset) throws IOException {
        if (offset < 0 || offset > Integer.MAX_VALUE) {
            throw new IOException("a group has a name outside of its names");
        }
        names.seek((int) offset);
        return names.text(Math.min(LONGEST_NAME, names.remaining()));
    }
}

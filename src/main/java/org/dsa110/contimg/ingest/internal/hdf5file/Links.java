package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Collects what a group holds, however it is stored: in a symbol table, as messages of the group's header, or in a heap
 * with an index of names (sections III.B, IV.A.2.c, IV.A.2.g, IV.A.2.r).
 */
final class Links {
    private static final int LINK_INFO = 0x02;
    private static final int LINK = 0x06;
    private static final int SYMBOL_TABLE = 0x11;
    private static final int NAME_RECORDS = 5;
    private static final int HARD = 0;
    private static final int SOFT = 1;
    private static final int HASH = 4;
    private static final int MOST_LINKS = 50_000;
    private static final long MOST_CHARACTERS = 16L << 20;

    private final Hdf5File file;
    private final Map<String, Link> links = new HashMap<>();
    private long characters;

    Links(Hdf5File file) {
        this.file = file;
    }

    Map<String, Link> of(ObjectHeader group) throws IOException {
        Fields table = group.message(SYMBOL_TABLE);
        if (table != null) {
            new SymbolTable(file, this).read(table.address(), table.address());
        }
        for (Message message : group.messages()) {
            if (message.type() == LINK) {
                add(message.resolve(file));
            }
        }
        Fields info = group.message(LINK_INFO);
        if (info != null) {
            info.skip(1);
            int flags = info.small(1);
            info.skip((flags & 1) != 0 ? 8 : 0);
            dense(info.address(), info.address());
        }
        return links;
    }

    private void dense(long heapAddress, long names) throws IOException {
        if (heapAddress == Fields.UNDEFINED || names == Fields.UNDEFINED) {
            return;
        }
        FractalHeap heap = FractalHeap.read(file, heapAddress);
        BTree2.visit(file, names, (type, entry) -> {
            if (type != NAME_RECORDS) {
                throw new IOException("a group's index of names is of another kind");
            }
            entry.skip(HASH);
            add(heap.object(entry));
        });
    }

    private void add(Fields link) throws IOException {
        link.skip(1);
        int flags = link.small(1);
        int kind = (flags & 8) != 0 ? link.small(1) : HARD;
        link.skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
        String name = link.text(link.small(1 << (flags & 3)));
        if (kind == HARD) {
            add(new Link(name, link.address(), null, false));
        } else {
            String target = kind == SOFT ? link.text(link.small(2)) : null;
            add(new Link(name, Fields.UNDEFINED, target, kind != SOFT));
        }
    }

    void add(Link link) throws IOException {
        characters += link.name().length() + (link.target() == null ? 0 : link.target().length());
        if (links.size() >= MOST_LINKS || characters > MOST_CHARACTERS) {
            throw new UnreadableException("a group has more members than are read here");
        }
        links.put(link.name(), link);
    }
}

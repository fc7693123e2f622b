package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The messages of one object (section IV.A.1, versions 1 and 2). Not safe for use by several threads. */
public final class ObjectHeader {
    private static final int NIL = 0;
    private static final int CONTINUATION = 0x10;
    private static final int MOST_BLOCKS = 10_000;
    private static final long MOST_BYTES = 16L << 20;
    private static final int OLD_PREFIX = 16;
    private static final int CHECKSUM = 4;

    private final Hdf5File file;
    private final long address;
    private final List<Message> messages = new ArrayList<>();
    private final Deque<Block> blocks = new ArrayDeque<>();
    private int blocksRead;
    private long bytesRead;

    private record Block(long address, long length) {
    }

    private ObjectHeader(Hdf5File file, long address) {
        this.file = file;
        this.address = address;
    }

    static ObjectHeader read(Hdf5File file, long address) throws IOException {
        ObjectHeader header = new ObjectHeader(file, address);
        Fields start = file.fields(address, OLD_PREFIX);
        int version = start.small(1);
        if (version == 1) {
            start.skip(7);
            header.readOld(address, start.number(4));
        } else if (version == 'O' && start.text(3).equals("HDR") && start.small(1) == 2) {
            header.readRecent(start.small(1));
        } else {
            throw new IOException("there is no object at an address where one should be");
        }
        return header;
    }

    /** Where it lies in the file. */
    public long address() {
        return address;
    }

    List<Message> messages() {
        return messages;
    }

    /** The first message of a type, from wherever it is stored; null when there is none. */
    public Fields message(int type) throws IOException {
        for (Message message : messages) {
            if (message.type() == type) {
                return message.resolve(file);
            }
        }
        return null;
    }

    private void readOld(long start, long length) throws IOException {
        blocks.add(new Block(start + OLD_PREFIX, length));
        for (Block block = blocks.poll(); block != null; block = blocks.poll()) {
            count(block.length);
            Fields fields = file.fields(block.address, block.length);
            while (fields.remaining() >= 8) {
                int type = fields.small(2);
                int size = fields.small(2);
                int flags = fields.small(1);
                fields.skip(3);
                add(type, flags, fields.part(size));
            }
        }
    }

    private void readRecent(int flags) throws IOException {
        int sizeOfSize = 1 << (flags & 3);
        int before = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
        Fields prefix = file.fields(address, before + sizeOfSize);
        prefix.skip(before);
        long size = prefix.number(sizeOfSize);
        count(size);
        Fields first = file.checked(address, before + sizeOfSize + size + CHECKSUM, null);
        first.skip(before + sizeOfSize);
        boolean ordered = (flags & 4) != 0;
        addAll(first, ordered);
        for (Block block = blocks.poll(); block != null; block = blocks.poll()) {
            count(block.length);
            addAll(file.checked(block.address, block.length, "OCHK"), ordered);
        }
    }

    private void addAll(Fields fields, boolean ordered) throws IOException {
        int prefix = ordered ? 6 : 4;
        while (fields.remaining() >= prefix) {
            int type = fields.small(1);
            int size = fields.small(2);
            int flags = fields.small(1);
            fields.skip(prefix - 4);
            add(type, flags, fields.part(size));
        }
    }

    private void add(int type, int flags, Fields body) throws IOException {
        if (type == CONTINUATION) {
            blocks.add(new Block(body.address(), body.length()));
        } else if (type != NIL) {
            messages.add(new Message(type, flags, body));
        }
    }

    private void count(long bytes) throws IOException {
        bytesRead += bytes;
        if (++blocksRead > MOST_BLOCKS || bytesRead > MOST_BYTES) {
            throw new IOException("the description of an object does not come to an end");
        }
    }
}

package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.jhdf.checksum.ChecksumUtils;

/**
 * An HDF5 file whose objects are found by path, and of which nothing else is read (HDF5 File Format Specification 3.0).
 * Whatever the file holds, reading it takes a bounded time and a bounded memory. Not safe for use by several threads.
 */
public final class Hdf5File implements Closeable {
    private static final int MOST_LINKS_FOLLOWED = 32;
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private final ExactFile file;
    private final Superblock superblock;
    private final Map<Long, Map<String, Link>> groups = new HashMap<>();

    private Hdf5File(ExactFile file, Superblock superblock) {
        this.file = file;
        this.superblock = superblock;
    }

    /**
     * @throws IOException with a sentence that says what is wrong: no such file, no HDF5, shorter than its superblock
     *         says, or open for writing
     */
    public static Hdf5File open(Path path) throws IOException {
        ExactFile file = ExactFile.open(path);
        try {
            Superblock superblock = Superblock.read(file);
            if (file.size() < superblock.endOfFile()) {
                throw new IOException("the file has " + file.size() + " of the " + superblock.endOfFile()
                        + " bytes that its superblock announces");
            }
            if (superblock.openForWriting()) {
                throw new IOException(
                        "a writer has the file open, or ended without closing it (h5clear -s undoes that)");
            }
            return new Hdf5File(file, superblock);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /**
     * Follows a path from the root group.
     *
     * @param path names with {@code /} between them
     * @return null when there is nothing of that path
     * @throws UnreadableException when the path leads into another file
     */
    public ObjectHeader find(String path) throws IOException {
        long address = find(superblock.root(), path, 0);
        return address == Fields.UNDEFINED ? null : header(address);
    }

    /** What a group holds, by name, links that lead nowhere included; empty when the object is no group. */
    public Map<String, Link> links(ObjectHeader group) throws IOException {
        Map<String, Link> links = groups.get(group.address());
        if (links == null) {
            links = new Links(this).of(group);
            groups.put(group.address(), links);
        }
        return links;
    }

    /** The object header at an address. */
    ObjectHeader header(long address) throws IOException {
        return ObjectHeader.read(this, address);
    }

    private long find(long start, String path, int followed) throws IOException {
        if (followed > MOST_LINKS_FOLLOWED) {
            throw new IOException("the links to it do not come to an end");
        }
        long at = path.startsWith("/") ? superblock.root() : start;
        for (String name : path.split("/")) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            Link link = links(header(at)).get(name);
            if (link == null) {
                return Fields.UNDEFINED;
            } else if (link.inAnotherFile()) {
                throw new UnreadableException("it lies in another file");
            }
            at = link.target() == null ? link.address() : find(at, link.target(), followed + 1);
            if (at == Fields.UNDEFINED) {
                return at;
            }
        }
        return at;
    }

    /** Reads a structure that has no checksum. */
    public Fields fields(long address, long count) throws IOException {
        return new Fields(bytes(address, count), superblock.offsetSize(), superblock.lengthSize());
    }

    /**
     * Reads a structure that ends in a checksum.
     *
     * @param signature of four letters; null where it has none
     * @param count with the signature and the checksum
     * @return without them
     * @throws IOException when the checksum or the signature is another one
     */
    public Fields checked(long address, long count, String signature) throws IOException {
        ByteBuffer all = bytes(address, count);
        int length = all.remaining() - CHECKSUM_BYTES;
        if (length < 0 || ChecksumUtils.checksum(Arrays.copyOf(all.array(), length)) != all.getInt(length)) {
            throw new IOException("a part of the file's structure is damaged");
        }
        Fields fields = new Fields(all.limit(length), superblock.offsetSize(), superblock.lengthSize());
        if (signature != null && !fields.text(signature.length()).equals(signature)) {
            throw new IOException("the file has no " + signature + " where one should be");
        }
        return fields;
    }

    private ByteBuffer bytes(long address, long count) throws IOException {
        checkInside(address, count);
        return file.read(superblock.start() + address, count);
    }

    /**
     * Reads elements of a data set.
     *
     * @throws UnreadableException when they, or with them all that was read of the file, are more than is read here
     */
    public ByteBuffer elements(long address, long count) throws IOException {
        checkInside(address, count);
        return file.readElements(superblock.start() + address, count);
    }

    /** @throws IOException when any of these bytes lies outside of the file */
    public void checkInside(long address, long count) throws IOException {
        if (address < 0 || count < 0 || address > file.size() - superblock.start()
                || count > file.size() - superblock.start() - address) {
            throw new IOException("the file points beyond its own end");
        }
    }

    public int offsetSize() {
        return superblock.offsetSize();
    }

    public int lengthSize() {
        return superblock.lengthSize();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

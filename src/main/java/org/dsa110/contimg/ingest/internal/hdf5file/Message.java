package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.IOException;

/**
 * One message of an object header (section IV.A.2).
 *
 * @param type its number in the specification
 * @param flags bit 1: the body says where the message is stored
 */
record Message(int type, int flags, Fields body) {
    private static final int SHARED = 2;
    private static final int IN_HEAP = 1;

    /**
     * Follows a message that several objects share to where it is stored, as a named datatype is.
     *
     * @throws UnreadableException when it lies in the heap of shared messages
     */
    Fields resolve(Hdf5File file) throws IOException {
        body.seek(0);
        if ((flags & SHARED) == 0) {
            return body.part(body.remaining());
        }
        int version = body.small(1);
        int kind = body.small(1);
        if (version == 3 && kind == IN_HEAP) {
            throw new UnreadableException("the file has a heap of shared messages, which is not read here");
        }
        if (version == 1) {
            body.skip(6 + body.lengthSize());
        }
        for (Message message : file.header(body.address()).messages()) {
            if (message.type() == type && (message.flags() & SHARED) == 0) {
                message.body().seek(0);
                return message.body().part(message.body().remaining());
            }
        }
        throw new IOException("a shared message is not where it should be");
    }
}

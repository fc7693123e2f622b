package org.dsa110.contimg.rest.events;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Some events on their way to a client, one after the other. Not thread-safe. */
public final class EventPage {
    /** A page is full from so many bytes on: a slow client holds no more than one page. */
    private static final int FULL = 64 << 10;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long last;

    /** @param last the id of the event before the first */
    public EventPage(long last) {
        this.last = last;
    }

    /**
     * Adds the next event.
     *
     * @param json in one line
     */
    public void add(long id, byte[] json) {
        bytes.writeBytes(("id: " + id + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(json);
        bytes.writeBytes(new byte[]{'\n', '\n'});
        last = id;
    }

    public boolean isFull() {
        return bytes.size() >= FULL;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    long last() {
        return last;
    }
}

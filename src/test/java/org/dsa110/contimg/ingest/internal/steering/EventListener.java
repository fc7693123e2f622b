package org.dsa110.contimg.ingest.internal.steering;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A client of server-sent events, over HTTP/1.1, that sees what stands on the wire. */
final class EventListener implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final BufferedReader reader;
    private final String status;
    private final Map<String, String> headers = new HashMap<>();

    /** An event. */
    record Event(long id, String data) {
    }

    private EventListener(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.status = reader.readLine();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
    }

    /** @param more header lines, each with its end */
    static EventListener open(String address, String query, String more) throws IOException {
        return new EventListener(connect(address, query, more, 0));
    }

    /** One that does not read. */
    static Socket deaf(String address, String query) throws IOException {
        return connect(address, query, "", 4096);
    }

    private static Socket connect(String address, String query, String more, int buffer) throws IOException {
        URI uri = URI.create(address);
        Socket socket = new Socket();
        if (buffer > 0) {
            socket.setReceiveBufferSize(buffer);
        }
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE_MILLIS);
        socket.getOutputStream().write(("GET /api/v1/ingest/queue/events" + query + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Accept: text/event-stream\r\n" + more + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    String status() {
        return status;
    }

    /** @param name in lower case */
    String header(String name) {
        return headers.get(name);
    }

    /** The next line that begins so; null where the answer ends before. */
    String line(String begin) throws IOException {
        String line = reader.readLine();
        while (line != null && !line.startsWith(begin)) {
            line = reader.readLine();
        }
        return line;
    }

    /** The next event; null where the answer ends before. */
    Event next() throws IOException {
        String id = line("id: ");
        String data = id == null ? null : line("data: ");
        return data == null ? null : new Event(Long.parseLong(id.substring(4)), data.substring(6));
    }

    /** The next event of a group. */
    Event next(String group) throws IOException {
        Event event = next();
        while (event != null && !event.data().contains(group)) {
            event = next();
        }
        return event;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

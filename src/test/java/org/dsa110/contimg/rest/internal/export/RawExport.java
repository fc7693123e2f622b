package org.dsa110.contimg.rest.internal.export;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An answer as the bytes of its connection, whose end in order differs from a reset. Takes little before it is read. Not thread-safe. */
final class RawExport implements Closeable {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 16 << 10;

    private final Socket socket;
    private final InputStream input;
    private final InputStream buffered;

    private RawExport(Socket socket) throws IOException {
        this.socket = socket;
        this.input = socket.getInputStream();
        this.buffered = new BufferedInputStream(input);
    }

    /**
     * Sends a request; reads nothing yet.
     *
     * @param version such as {@code HTTP/1.0}
     * @param headers whole lines, other than Host
     */
    static RawExport get(URI target, String version, String... headers) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(BUFFER_BYTES);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(target.getHost(), target.getPort()));
        StringBuilder request = new StringBuilder("GET " + target.getRawPath()
                + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()) + " " + version
                + "\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        return new RawExport(socket);
    }

    /** Status and headers, as they were sent. */
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException("the connection ended inside the head");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /**
     * What comes until the connection ends in order.
     *
     * @throws SocketException when it is reset
     */
    String rest() throws IOException {
        return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    }

    /**
     * Reads chunks (RFC 9112, section 7.1) until the connection ends, in order or not.
     *
     * @return how many bytes of the last one are missing: 0 where the connection ends between two of them
     */
    int missingOfChunk() throws IOException {
        while (true) {
            StringBuilder length = new StringBuilder();
            for (int next = read(); next != '\n'; next = read()) {
                if (next < 0) {
                    return length.length();
                }
                length.appendCodePoint(next);
            }
            for (int left = Integer.parseInt(length.toString().strip(), 16) + 2; left > 0; left--) {
                if (read() < 0) {
                    return left;
                }
            }
        }
    }

    private int read() throws IOException {
        try {
            return buffered.read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package org.dsa110.contimg;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP/1.1 connection that is kept open: as little work for each request as can be, so that many clients on a small machine load
 * the service and not themselves. It reads answers that have a Content-Length. Not thread-safe.
 */
public final class KeepAliveClient implements Closeable {
    private static final int TIMEOUT_MILLIS = 300_000;

    private final Socket socket;
    private final InputStream input;

    /**
     * What was answered.
     *
     * @param headers by their names in lower case
     */
    public record Answer(int status, Map<String, String> headers, String body) {
    }

    private KeepAliveClient(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
    }

    /** @param address such as {@code http://127.0.0.1:40123} */
    public static KeepAliveClient connect(String address) throws IOException {
        URI service = URI.create(address);
        Socket socket = new Socket(service.getHost(), service.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new KeepAliveClient(socket);
    }

    /** @param path with its query, percent-encoded */
    public Answer get(String path) throws IOException {
        return send("GET", path, "application/json", "");
    }

    /**
     * Sends a request and reads its answer to the end.
     *
     * @param path with its query, percent-encoded
     * @throws IOException when the connection ends or 300 s pass before that; the request may have been done all the same
     */
    public Answer send(String method, String path, String contentType, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType
                + "\r\nContent-Length: " + content.length + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + content.length);
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(content);
        socket.getOutputStream().write(request.toByteArray());
        return read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Answer read() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        String length = headers.get("content-length");
        if (length == null) {
            throw new IOException("an answer without Content-Length: " + status + " " + headers);
        }
        byte[] body = input.readNBytes(Integer.parseInt(length));
        if (body.length < Integer.parseInt(length)) {
            throw new EOFException("the connection ended inside an answer");
        }
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended before an answer");
            }
            line.append((char) c);
        }
        line.setLength(line.length() - 1);
        return line.toString();
    }
}

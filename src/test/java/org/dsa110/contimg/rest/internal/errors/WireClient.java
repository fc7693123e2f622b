package org.dsa110.contimg.rest.internal.errors;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** HTTP/1.1 over a connection that is kept, for requests that no client library would send. Not thread-safe. */
public final class WireClient implements Closeable {
    private static final int TIMEOUT_MILLIS = 300_000;

    private final URI service;
    private Socket socket;
    private InputStream input;

    /**
     * What is sent, to the letter.
     *
     * @param target path and query
     * @param headers other than Host and Content-Length; names may repeat
     * @param body null for none
     */
    public record Request(String method, String target, List<Map.Entry<String, String>> headers, byte[] body) {
        /** The path, still percent-encoded. */
        public String path() {
            return target.split("\\?", 2)[0];
        }

        @Override
        public String toString() {
            return method + " " + target + "\n" + headers + "\n"
                    + (body == null ? "no body" : new String(body, StandardCharsets.UTF_8));
        }
    }

    /**
     * What was answered.
     *
     * @param headers in their order; names in lower case
     */
    public record Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        /** The first value of a header; null where it is missing. */
        public String header(String name) {
            return headers.stream().filter(header -> header.getKey().equals(name)).map(Map.Entry::getValue).findFirst()
                    .orElse(null);
        }

        @Override
        public String toString() {
            return status + " " + headers + "\n" + new String(body, StandardCharsets.UTF_8);
        }
    }

    /** @param address such as {@code http://127.0.0.1:40123} */
    public WireClient(String address) {
        this.service = URI.create(address);
    }

    /** Sends a request and reads its answer to the end. */
    public Answer send(Request request) throws IOException {
        if (socket == null) {
            socket = new Socket(service.getHost(), service.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            input = new BufferedInputStream(socket.getInputStream());
        }
        socket.getOutputStream().write(bytes(request));
        Answer answer = read(request.method());
        if ("close".equalsIgnoreCase(answer.header("connection"))) {
            close();
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private static byte[] bytes(Request request) {
        StringBuilder head = new StringBuilder(
                request.method() + " " + request.target() + " HTTP/1.1\r\nHost: localhost\r\n");
        request.headers()
                .forEach(header -> head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n"));
        if (request.body() != null) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        if (request.body() != null) {
            bytes.writeBytes(request.body());
        }
        return bytes.toByteArray();
    }

    private Answer read(String method) throws IOException {
        String[] start = line().split(" ", 3);
        int status = Integer.parseInt(start[1]);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(
                    Map.entry(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip()));
        }
        Answer head = new Answer(status, List.copyOf(headers), new byte[0]);
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return head;
        }
        return new Answer(status, head.headers(), body(head));
    }

    private byte[] body(Answer head) throws IOException {
        if ("chunked".equalsIgnoreCase(head.header("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.writeBytes(exactly(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        String length = head.header("content-length");
        if (length == null) {
            throw new IOException("an answer of no length: " + head);
        }
        return exactly(Integer.parseInt(length));
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended inside an answer");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended inside an answer");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}

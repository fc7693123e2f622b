import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.StringJoiner;

/**
 * Claims and completes groups over HTTP/1.1 as many workers would that have nothing to do in between, from one thread:
 *
 * <pre>
 * java Claimers.java URL CLAIMERS MAX SECONDS [together]
 * </pre>
 *
 * Each claimer keeps one connection and one request at a time: it claims up to MAX groups, completes them, one after the other or in one
 * call, and claims again, until the time is over or nothing is left; what it has then it still completes. Prints {@code GROUPS SECONDS CALLS REFUSED CPU}, the
 * last being the processor time that this program took, and on the standard error how long the calls took.
 */
public final class Claimers {
    private static final byte[] GROUP = "\"group_id\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TOKEN = "\"token\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "\"completed\":true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final String authority;
    private final String path;
    private final int max;
    private final boolean together;
    private final long[] claimNanos = new long[2_000_000];
    private final long[] completeNanos = new long[2_000_000];
    private int claims;
    private int calls;
    private int completed;
    private int refused;
    private int working;
    private long end;
    private long last;

    private Claimers(URI url, int max, boolean together) {
        this.together = together;
        this.authority = url.getAuthority();
        this.path = url.getRawPath();
        this.max = max;
    }

    public static void main(String[] arguments) throws IOException {
        URI url = URI.create(arguments[0]);
        new Claimers(url, Integer.parseInt(arguments[2]), arguments.length > 4).run(url, Integer.parseInt(arguments[1]),
                Double.parseDouble(arguments[3]));
    }

    private void run(URI url, int count, double seconds) throws IOException {
        Selector selector = Selector.open();
        List<Claimer> claimers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            claimers.add(new Claimer(selector, url, i));
        }
        working = count;
        long start = System.nanoTime();
        end = start + (long) (seconds * 1e9);
        for (Claimer claimer : claimers) {
            claimer.claim();
        }
        while (working > 0) {
            selector.select(key -> {
                try {
                    ((Claimer) key.attachment()).receive();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }
        double cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
        System.out.printf("%d %.4f %d %d %.2f%n", completed, (last - start) / 1e9, claims + calls, refused, cpu);
        System.err.printf("claims %s, completions %s%n", times(claimNanos, claims), times(completeNanos, calls));
    }

    private static String times(long[] nanos, int count) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0
                ? "none"
                : String.format("p50 %.2f ms, p99 %.2f ms, longest %.1f ms", sorted[count / 2] / 1e6,
                        sorted[(int) (count * 0.99)] / 1e6, sorted[count - 1] / 1e6);
    }

    /** A group to be completed. */
    private record Held(String group, String token) {
    }

    /** One worker, with one connection. */
    private final class Claimer {
        private final SocketChannel channel;
        private final String name;
        private final ByteBuffer received = ByteBuffer.allocate(1 << 22);
        private final Queue<Held> held = new ArrayDeque<>();
        private boolean claiming;
        private long sent;

        private Claimer(Selector selector, URI url, int number) throws IOException {
            name = "claimer " + number;
            channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        private void claim() throws IOException {
            claiming = true;
            send("/claims", "{\"worker\":\"" + name + "\",\"max\":" + max + ",\"lease_seconds\":3600}");
        }

        private void complete() throws IOException {
            claiming = false;
            if (together) {
                StringJoiner all = new StringJoiner(",", "[", "]");
                for (Held one = held.poll(); one != null; one = held.poll()) {
                    all.add("{\"group_id\":\"" + one.group + "\"," + outcome(one) + "}");
                }
                send("/completions", all.toString());
            } else {
                Held next = held.remove();
                send("/groups/" + next.group + "/complete", "{" + outcome(next) + "}");
            }
        }

        private static String outcome(Held one) {
            return "\"token\":\"" + one.token + "\",\"ms_path\":\"/stage/ms/" + one.group
                    + ".ms\",\"load_time\":20.5,\"phase_time\":11.25,\"write_time\":60.5,\"total_time\":92.25,\"writer_type\":\"direct\"";
        }

        private void send(String call, String body) throws IOException {
            sent = System.nanoTime();
            ByteBuffer request = ByteBuffer.wrap(("POST " + path + call + " HTTP/1.1\r\nHost: " + authority
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
            while (request.hasRemaining()) {
                channel.write(request);
            }
        }

        private void receive() throws IOException {
            if (channel.read(received) < 0) {
                throw new IOException("the service closed the connection of " + name);
            }
            byte[] bytes = received.array();
            int head = find(HEAD_END, bytes, 0, received.position());
            if (head < 0) {
                return;
            }
            int size = contentLength(bytes, head);
            int end = size < 0 ? received.position() : head + 4 + size;
            // A chunked answer of ours ends with an empty chunk, and nothing comes after it, as there is one request at a time.
            if (received.position() < end || size < 0 && !endsWith(LAST_CHUNK, bytes, end)) {
                return;
            }
            answered(bytes, head + 4, size < 0 ? joined(bytes, head + 4, end) : end);
        }

        private void answered(byte[] bytes, int from, int to) throws IOException {
            last = System.nanoTime();
            boolean good = bytes[9] == '2';
            if (!good && refused++ == 0) {
                System.err.println(new String(bytes, 0, to, StandardCharsets.UTF_8));
            }
            received.clear();
            boolean nothing = false;
            if (claiming) {
                claimNanos[claims++] = last - sent;
                if (good) {
                    take(bytes, from, to);
                    nothing = held.isEmpty();
                }
            } else {
                completeNanos[calls++] = last - sent;
                completed += good ? together ? count(DONE, bytes, from, to) : 1 : 0;
            }
            if (!held.isEmpty()) {
                complete();
            } else if (nothing || last - end >= 0) {
                working--;
            } else {
                claim();
            }
        }

        private void take(byte[] bytes, int from, int to) {
            List<String> groups = new ArrayList<>();
            List<String> tokens = new ArrayList<>();
            for (int at = find(GROUP, bytes, from, to); at >= 0; at = find(GROUP, bytes, at + 1, to)) {
                groups.add(text(bytes, at + GROUP.length));
            }
            for (int at = find(TOKEN, bytes, from, to); at >= 0; at = find(TOKEN, bytes, at + 1, to)) {
                tokens.add(text(bytes, at + TOKEN.length));
            }
            for (int i = 0; i < groups.size(); i++) {
                held.add(new Held(groups.get(i), tokens.get(i)));
            }
        }
    }

    private static int count(byte[] wanted, byte[] bytes, int from, int to) {
        int count = 0;
        for (int at = find(wanted, bytes, from, to); at >= 0; at = find(wanted, bytes, at + 1, to)) {
            count++;
        }
        return count;
    }

    private static String text(byte[] bytes, int from) {
        int to = from;
        while (bytes[to] != '"') {
            to++;
        }
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    /** The size of the body; -1 when it comes in chunks. */
    private static int contentLength(byte[] bytes, int head) {
        int at = find(LENGTH, bytes, 0, head);
        if (at < 0) {
            return -1;
        }
        int size = 0;
        for (int i = at + LENGTH.length; bytes[i] != '\r'; i++) {
            size = bytes[i] == ' ' ? size : size * 10 + bytes[i] - '0';
        }
        return size;
    }

    /** Moves what is in chunks together; returns where it ends then. */
    private static int joined(byte[] bytes, int from, int end) {
        int to = from;
        int at = from;
        while (at < end) {
            int size = 0;
            for (; bytes[at] != '\r'; at++) {
                size = size * 16 + Character.digit(bytes[at], 16);
            }
            System.arraycopy(bytes, at + 2, bytes, to, size);
            to += size;
            at += size + 4;
        }
        return to;
    }

    private static boolean endsWith(byte[] wanted, byte[] bytes, int end) {
        return end >= wanted.length && Arrays.equals(bytes, end - wanted.length, end, wanted, 0, wanted.length);
    }

    /** Where the bytes are, whatever the case of their letters; -1 when they are not there. */
    private static int find(byte[] wanted, byte[] bytes, int from, int to) {
        for (int i = from; i <= to - wanted.length; i++) {
            int j = 0;
            while (j < wanted.length && (bytes[i + j] == wanted[j]
                    || bytes[i + j] >= 'A' && bytes[i + j] <= 'Z' && bytes[i + j] + 32 == wanted[j])) {
                j++;
            }
            if (j == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Loads a service over HTTP/1.1 from one thread and prints how long the answers took:
 *
 * <pre>
 * java Load.java URL CLIENTS SECONDS [RATE] [BODY]
 * </pre>
 *
 * Each client keeps one connection and one request at a time. What was asked in the first seconds that the property warm-up says (0) is not
 * counted, as this program itself is compiled meanwhile. With a RATE (requests per second of all clients; 0: as fast as they can)
 * a request's time counts from when it was due; it is up to a tenth of a millisecond too long, as this program sleeps meanwhile. With a BODY it
 * is POSTed as JSON, and every # in it replaced by a number of its own.
 */
public final class Load {
    private static final long LONGEST_WAIT = 100_000_000;
    private static final long SHORT_WAIT = 50_000;

    private final URI url;
    private final double rate;
    private final String body;
    private final List<Client> clients = new ArrayList<>();
    private final long[] nanos = new long[20_000_000];
    private long counted;
    private int answers;
    private int errors;
    private long number = System.nanoTime();

    private Load(URI url, double rate, String body) {
        this.url = url;
        this.rate = rate;
        this.body = body;
    }

    public static void main(String[] arguments) throws IOException {
        URI url = URI.create(arguments[0]);
        int clients = Integer.parseInt(arguments[1]);
        double seconds = Double.parseDouble(arguments[2]);
        double rate = arguments.length > 3 ? Double.parseDouble(arguments[3]) : 0;
        new Load(url, rate, arguments.length > 4 ? arguments[4] : null).run(clients, seconds);
    }

    private void run(int count, double seconds) throws IOException {
        Selector selector = Selector.open();
        double warmUp = Double.parseDouble(System.getProperty("warm-up", "0"));
        long start = System.nanoTime();
        counted = start + (long) (warmUp * 1e9);
        for (int i = 0; i < count; i++) {
            long interval = rate == 0 ? 0 : (long) (count / rate * 1e9);
            clients.add(new Client(selector, start + interval * i / count, interval));
        }
        long end = start + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            long due = Long.MAX_VALUE;
            for (Client client : clients) {
                due = Math.min(due, client.sendIfDue());
            }
            long wait = due == Long.MAX_VALUE ? LONGEST_WAIT : due - System.nanoTime();
            if (wait > 1_000_000) {
                selector.select(Math.min(wait, LONGEST_WAIT) / 1_000_000);
            } else {
                // A selector waits for whole milliseconds, and without any it would take a processor from what is measured.
                LockSupport.parkNanos(Math.min(wait, SHORT_WAIT));
                selector.selectNow();
            }
            for (SelectionKey key : selector.selectedKeys()) {
                ((Client) key.attachment()).receive();
            }
            selector.selectedKeys().clear();
        }
        print(seconds - warmUp);
    }

    private void print(double seconds) {
        long[] sorted = Arrays.copyOf(nanos, answers);
        Arrays.sort(sorted);
        System.out.printf("%.0f/s, p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, longest %.1f ms, %d errors%n", answers / seconds,
                millis(sorted, 0.5), millis(sorted, 0.9), millis(sorted, 0.99), millis(sorted, 0.999), millis(sorted, 1), errors);
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1e6;
    }

    /** One connection. */
    private final class Client {
        private final SocketChannel channel;
        private final long interval;
        private final ByteBuffer received = ByteBuffer.allocate(1 << 20);
        private long due;
        private boolean waiting;

        private Client(Selector selector, long due, long interval) throws IOException {
            this.due = due;
            this.interval = interval;
            channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        /** When the next request is due; never while an answer is awaited. */
        private long sendIfDue() throws IOException {
            if (waiting) {
                return Long.MAX_VALUE;
            }
            long now = System.nanoTime();
            if (now < due) {
                return due;
            }
            if (interval == 0) {
                due = now;
            }
            channel.write(ByteBuffer.wrap(request()));
            waiting = true;
            return Long.MAX_VALUE;
        }

        private byte[] request() {
            String path = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
            String head = (body == null ? "GET " : "POST ") + path + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n";
            if (body == null) {
                return (head + "\r\n").getBytes(StandardCharsets.US_ASCII);
            }
            String content = body.replace("#", Long.toString(number++));
            return (head + "Content-Type: application/json\r\nContent-Length: " + content.length() + "\r\n\r\n" + content)
                    .getBytes(StandardCharsets.US_ASCII);
        }

        private void receive() throws IOException {
            if (channel.read(received) < 0) {
                throw new IOException("the service closed the connection");
            }
            String text = new String(received.array(), 0, received.position(), StandardCharsets.ISO_8859_1);
            int head = text.indexOf("\r\n\r\n");
            if (head < 0) {
                return;
            }
            int length = text.toLowerCase().indexOf("content-length:");
            int size = length < 0 || length > head
                    ? 0
                    : Integer.parseInt(text.substring(length + 15, text.indexOf("\r\n", length)).strip());
            if (received.position() < head + 4 + size) {
                return;
            }
            received.clear();
            waiting = false;
            if (due >= counted) {
                nanos[answers++] = System.nanoTime() - due;
            }
            errors += text.charAt(9) == '2' ? 0 : 1;
            due += interval;
        }
    }
}

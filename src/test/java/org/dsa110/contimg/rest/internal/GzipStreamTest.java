package org.dsa110.contimg.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GzipStreamTest {
    /** Takes what is compressed no sooner than it is let. */
    private static final class Held extends ByteArrayOutputStream {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch let = new CountDownLatch(1);
        volatile boolean holds;

        @Override
        public void write(byte[] bytes, int from, int length) {
            if (holds) {
                reached.countDown();
                try {
                    let.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            super.write(bytes, from, length);
        }
    }

    @Test
    void eachPieceIsWholeByItself() throws IOException {
        GzipStream stream = new GzipStream();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String plain = "";
        for (String piece : new String[]{"one ", "", "two ", "three"}) {
            all.write(stream.pack(piece.getBytes(StandardCharsets.UTF_8), piece.equals("three")));
            plain += piece;
            byte[] read = new GZIPInputStream(new ByteArrayInputStream(all.toByteArray())).readNBytes(plain.length());
            assertThat(read).asString(StandardCharsets.UTF_8).isEqualTo(plain);
        }
        assertThat(stream.pack(new byte[10], false)).as("behind the last").isEmpty();
    }

    /** As the event loop does it, on which other connections wait. */
    @Test
    void whoEndsItDoesNotWaitForAPieceThatIsBeingCompressed() throws Exception {
        Held packed = new Held();
        GzipStream stream = new GzipStream(packed);
        packed.holds = true;
        byte[] piece = new byte[100_000];
        new Random(1).nextBytes(piece);
        CompletableFuture<byte[]> packing = CompletableFuture.supplyAsync(() -> stream.pack(piece, false));
        packed.reached.await();

        stream.end();

        assertThat(packing).isNotDone();
        packed.let.countDown();
        assertThat(packing.get(60, TimeUnit.SECONDS)).isNotEmpty();
        assertThat(stream.pack(piece, false)).isEmpty();
    }
}

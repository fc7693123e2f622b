package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gzip is unpacked in all its forms, and what is none of them, or never comes to an end, is refused. */
@Timeout(60)
class UnpackedBodyTest {
    private static final int BUFFER_BYTES = 8 << 10;
    private static final byte[] EMPTY_BLOCK = {0, 0, 0, -1, -1};
    private static final String NOT_WHOLE = "Content-Encoding says gzip, and the body is not whole gzip: ";

    @Test
    void membersOfAllLengthsWithAllFieldsAreUnpacked() throws IOException {
        Random random = new Random(1);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int member = 0; member < 300; member++) {
            byte[] part = new byte[member % 3 == 0 ? 0 : random.nextInt(20_000)];
            if (member % 3 == 1) {
                random.nextBytes(part);
            }
            text.write(part);
            packed.write(withHeader(gzip(part), member % 32, 1 + random.nextInt(300)));
        }
        for (int most : new int[]{1, 7, 8192, 1 << 20}) {
            assertThat(unpack(new Slowly(packed.toByteArray(), most))).isEqualTo(text.toByteArray());
        }
    }

    @Test
    void emptyMembersAreTaken() throws IOException {
        byte[] last = gzip(new byte[]{'x'});
        assertThat(unpack(repeated(gzip(new byte[0]), 100, last))).containsExactly('x');
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void aLongHeaderIsRefused(int flag) throws IOException {
        byte[] header = Arrays.copyOf(gzip(new byte[0]), 10);
        header[3] = (byte) flag;
        refused(behind(header, new byte[]{'a'}), 1L << 34, 400, "bytes of the body unpack to nothing");
    }

    @Test
    void manyEmptyBlocksAreRefused() throws IOException {
        refused(behind(Arrays.copyOf(gzip(new byte[0]), 10), EMPTY_BLOCK), 1L << 34, 400,
                "bytes of the body unpack to nothing");
    }

    @Test
    void moreBytesThanAnyShortBodyNeedsAreRefused() throws IOException {
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        one.write(new byte[]{0, 1, 0, -2, -1, 'x'});
        for (int block = 0; block < 1000; block++) {
            one.write(EMPTY_BLOCK);
        }
        refused(behind(Arrays.copyOf(gzip(new byte[0]), 10), one.toByteArray()), 1000, 413,
                "the body is larger than 1000 bytes before it is unpacked");
    }

    @Test
    void aBodyOfJustTheLimitThatCannotBePackedIsTaken() throws IOException {
        byte[] noise = new byte[1 << 20];
        new Random(2).nextBytes(noise);
        byte[] packed = gzip(noise);
        assertThat(packed.length).isGreaterThan(noise.length);
        assertThat(new UnpackedBody(new ByteArrayInputStream(packed), noise.length).readAllBytes()).isEqualTo(noise);
        refused(new ByteArrayInputStream(packed), noise.length - 1, 413, "bytes when it is unpacked");
    }

    /** Also where the first member ends with the buffer. */
    @ParameterizedTest
    @ValueSource(ints = {100, BUFFER_BYTES, BUFFER_BYTES + 1, 2 * BUFFER_BYTES})
    void aBodyThatIsCutInItsSecondMemberIsRefused(int lengthOfFirst) throws IOException {
        byte[] plain = gzip(new byte[]{'x'});
        byte[] first = withHeader(plain, 8, lengthOfFirst - plain.length);
        assertThat(first).hasSize(lengthOfFirst);
        for (int more = 1; more < plain.length; more++) {
            byte[] sent = Arrays.copyOf(first, first.length + more);
            System.arraycopy(plain, 0, sent, first.length, more);
            refused(new ByteArrayInputStream(sent), 1 << 20, 400,
                    NOT_WHOLE + (more == 1 ? "there is more behind its end" : "it ends too early"));
        }
    }

    @Test
    void eachCutIsRefusedAndNoWrongBitChangesTheText() throws IOException {
        byte[] text = "the text of a row".getBytes(StandardCharsets.US_ASCII);
        byte[] whole = withHeader(gzip(text), 2 | 4 | 8 | 16, 5);
        for (int length = 0; length < whole.length; length++) {
            refused(new ByteArrayInputStream(Arrays.copyOf(whole, length)), 1 << 20, 400, "it ends too early");
        }
        int taken = 0;
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] sent = whole.clone();
            sent[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            try {
                assertThat(unpack(new ByteArrayInputStream(sent))).isEqualTo(text);
                taken++;
            } catch (BodyBrokenOffException e) {
                assertThat(e).hasMessageStartingWith(NOT_WHOLE);
            }
        }
        assertThat(taken).as("bits behind the last block that stand for nothing").isLessThan(Byte.SIZE);
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64, 128})
    void aFlagThatNobodyKnowsIsRefused(int flag) throws IOException {
        byte[] sent = gzip(new byte[]{'x'});
        sent[3] = (byte) flag;
        refused(new ByteArrayInputStream(sent), 1 << 20, 400, "its header has flags");
    }

    @Test
    void theFailureOfAConnectionGoesThroughAsItIs() throws IOException {
        byte[] whole = gzip(new byte[]{'x'});
        IOException failure = new IOException("connection reset");
        for (int length = 0; length <= whole.length; length++) {
            InputStream sent = new SequenceInputStream(new ByteArrayInputStream(Arrays.copyOf(whole, length)),
                    new InputStream() {
                        @Override
                        public int read() throws IOException {
                            throw failure;
                        }
                    });
            assertThatThrownBy(() -> unpack(sent)).isSameAs(failure);
        }
    }

    @Test
    void aClosedBodyHasNoMore() throws IOException {
        UnpackedBody body = new UnpackedBody(new ByteArrayInputStream(gzip(new byte[100])), 1 << 20);
        assertThat(body.read()).isZero();
        body.close();
        body.close();
        assertThat(body.read()).isEqualTo(-1);
    }

    private static void refused(InputStream sent, long limit, int status, String why) {
        assertThatThrownBy(() -> new UnpackedBody(sent, limit).transferTo(OutputStream.nullOutputStream()))
                .isInstanceOfSatisfying(BodyBrokenOffException.class, end -> {
                    assertThat(end.status()).isEqualTo(status);
                    assertThat(end).hasMessageContaining(why);
                });
    }

    private static byte[] unpack(InputStream sent) throws IOException {
        return new UnpackedBody(sent, 1 << 30).readAllBytes();
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        }
        return bytes.toByteArray();
    }

    /** The member with the fields that the flags say; each of them takes so many bytes, without the length of the extra field. */
    private static byte[] withHeader(byte[] member, int flags, int fieldBytes) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(member, 0, 3);
        header.write(flags);
        header.write(member, 4, 6);
        byte[] field = new byte[fieldBytes];
        Arrays.fill(field, 0, fieldBytes - 1, (byte) 'a');
        if ((flags & 4) != 0) {
            header.write(fieldBytes);
            header.write(fieldBytes >> 8);
            header.write(field);
        }
        if ((flags & 8) != 0) {
            header.write(field);
        }
        if ((flags & 16) != 0) {
            header.write(field);
        }
        if ((flags & 2) != 0) {
            CRC32 checksum = new CRC32();
            checksum.update(header.toByteArray());
            header.write((int) checksum.getValue());
            header.write((int) checksum.getValue() >> 8);
        }
        header.write(member, 10, member.length - 10);
        return header.toByteArray();
    }

    private static InputStream repeated(byte[] part, int times, byte[] last) {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            parts.writeBytes(part);
        }
        parts.writeBytes(last);
        return new ByteArrayInputStream(parts.toByteArray());
    }

    /** The part again and again behind the beginning, more than may unpack to nothing. */
    private static InputStream behind(byte[] begin, byte[] part) {
        return new SequenceInputStream(new ByteArrayInputStream(begin), new InputStream() {
            private int place;

            @Override
            public int read() {
                int next = place < 2 * PackedBytes.BARREN_BYTES ? part[place % part.length] & 0xff : -1;
                place++;
                return next;
            }
        });
    }

    /** Gives out so many bytes at the most at a time. */
    private static final class Slowly extends ByteArrayInputStream {
        private final int most;

        Slowly(byte[] bytes, int most) {
            super(bytes);
            this.most = most;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, most));
        }
    }
}

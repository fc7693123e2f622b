package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.dsa110.contimg.ingest.internal.hdf5file.Fields;

/**
 * How a number is stored, by the places of its bits: integers of any width, and floating-point numbers of any, such as
 * the 80 bits of x87 or the 128 of IEEE 754. Immutable.
 */
final class NumberFormat {
    private static final int BIG_ENDIAN = 1;
    private static final int VAX = 0x40;
    private static final int SIGNED = 8;
    private static final int IMPLIED_BIT = 2;
    private static final int MOST_BYTES = 32;

    private static final FloatBits DOUBLE = new FloatBits(63, 52, 11, 0, 52, 1023, true);

    private final int bytes;
    private final boolean bigEndian;
    private final boolean signed;
    private final int offset;
    private final int precision;
    /** Null for an integer. */
    private final FloatBits floating;

    /** @param implied whether the mantissa's first bit is not stored, as it is always 1 */
    private record FloatBits(int sign, int exponentAt, int exponentBits, int mantissaAt, int mantissaBits, long bias,
            boolean implied) {
    }

    private NumberFormat(int bytes, int flags, int offset, int precision, FloatBits floating) {
        this.bytes = bytes;
        this.bigEndian = (flags & BIG_ENDIAN) != 0;
        this.signed = (flags & SIGNED) != 0;
        this.offset = offset;
        this.precision = precision;
        this.floating = floating;
    }

    static NumberFormat integer(int flags, int bytes, Fields fields) throws IOException {
        int offset = fields.small(2);
        int precision = fields.small(2);
        return bytes <= 0 || bytes > MOST_BYTES || precision == 0 || offset + precision > 8 * bytes
                ? null
                : new NumberFormat(bytes, flags, offset, precision, null);
    }

    static NumberFormat floating(int flags, int bytes, Fields fields) throws IOException {
        int offset = fields.small(2);
        int precision = fields.small(2);
        FloatBits bits = new FloatBits(flags >> 8 & 0xff, fields.small(1), fields.small(1), fields.small(1),
                fields.small(1), fields.number(4), (flags >> 4 & 3) == IMPLIED_BIT);
        return bytes <= 0 || bytes > MOST_BYTES || (flags & VAX) != 0 || bits.exponentBits > 30
                || bits.exponentBits == 0 || bits.mantissaBits == 0
                        ? null
                        : new NumberFormat(bytes, flags, offset, precision, bits);
    }

    /** NaN may stand for infinity. */
    double read(byte[] from, int at) {
        if (bytes == Double.BYTES && DOUBLE.equals(floating)) {
            return ByteBuffer.wrap(from).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                    .getDouble(at);
        }
        byte[] big = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            big[i] = from[bigEndian ? at + i : at + bytes - 1 - i];
        }
        BigInteger all = new BigInteger(1, big);
        return floating == null ? integer(all) : floating(all);
    }

    private double integer(BigInteger all) {
        BigInteger value = bits(all, offset, precision);
        if (signed && value.testBit(precision - 1)) {
            value = value.subtract(BigInteger.ONE.shiftLeft(precision));
        }
        return value.doubleValue();
    }

    private double floating(BigInteger all) {
        int exponent = bits(all, floating.exponentAt, floating.exponentBits).intValue();
        BigInteger mantissa = bits(all, floating.mantissaAt, floating.mantissaBits);
        if (exponent == (1 << floating.exponentBits) - 1) {
            return Double.NaN;
        }
        int fraction = floating.implied ? floating.mantissaBits : floating.mantissaBits - 1;
        if (floating.implied && exponent != 0) {
            mantissa = mantissa.setBit(floating.mantissaBits);
        }
        long scale = Math.max(exponent, 1) - floating.bias - fraction;
        double value = Math.scalb(mantissa.doubleValue(), (int) Math.max(-100_000, Math.min(100_000, scale)));
        return all.testBit(floating.sign) ? -value : value;
    }

    private static BigInteger bits(BigInteger all, int offset, int count) {
        return all.shiftRight(offset).and(BigInteger.ONE.shiftLeft(count).subtract(BigInteger.ONE));
    }
}

package org.dsa110.contimg.products.internal.plot;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Pixels as a file: PNG (third edition), 8 bits of red, green and blue each, in sRGB. Stateless. */
final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte BITS = 8;
    private static final byte TRUECOLOUR = 2;
    /** Of a row the differences from the one above it (section 9.2): most rows of a drawing are as the one above. */
    private static final byte UP = 2;
    private static final int CHANNELS = 3;
    /** Length, type and check sum of a chunk, bytes. */
    private static final int AROUND = 12;

    private PngFile() {
    }

    /** @param pixels row by row, each 0xRRGGBB */
    static byte[] of(int width, int height, int[] pixels) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(32768);
        file.writeBytes(SIGNATURE);
        file.writeBytes(chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(BITS).put(TRUECOLOUR)
                .put(new byte[3]).array()));
        file.writeBytes(chunk("sRGB", new byte[1]));
        file.writeBytes(chunk("IDAT", packed(width, height, pixels)));
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        return ByteBuffer.allocate(data.length + AROUND).putInt(data.length).put(name).put(data)
                .putInt((int) sum.getValue()).array();
    }

    private static byte[] packed(int width, int height, int[] pixels) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(32768);
        byte[] buffer = new byte[8192];
        byte[] row = new byte[1 + width * CHANNELS];
        row[0] = UP;
        Deflater deflater = new Deflater();
        try {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int pixel = pixels[y * width + x];
                    int above = y == 0 ? 0 : pixels[(y - 1) * width + x];
                    for (int channel = 0; channel < CHANNELS; channel++) {
                        int shift = 16 - 8 * channel;
                        row[1 + x * CHANNELS + channel] = (byte) ((pixel >> shift) - (above >> shift));
                    }
                }
                deflater.setInput(row);
                write(deflater, buffer, packed);
            }
            deflater.finish();
            write(deflater, buffer, packed);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    /** Until it wants more, or is at its end. */
    private static void write(Deflater deflater, byte[] buffer, ByteArrayOutputStream packed) {
        int length = deflater.deflate(buffer);
        while (length > 0) {
            packed.write(buffer, 0, length);
            length = deflater.deflate(buffer);
        }
    }
}

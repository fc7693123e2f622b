package org.dsa110.contimg.backup;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

import org.dsa110.contimg.backup.SavedFile.Content;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.files.RegularFile;

/** A file compressed with gzip (RFC 1952), as gunzip reads it, and back. A few hundred KiB are in memory, whatever its size. Stateless. */
final class PackedFile {
    private static final int BUFFER = 128 * 1024;
    /** Of photometry it takes half the time of the usual 6, for 5 % more bytes. */
    private static final int LEVEL = 1;

    private PackedFile() {
    }

    /**
     * What was read and written.
     *
     * @param plain the file as it is used
     * @param compressed the same in a backup
     */
    record Sums(Content plain, Content compressed) {
    }

    /** gzip of the quickest level. */
    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(LEVEL);
        }
    }

    /** Compresses a file into a new one, which is on the disk when this returns. */
    static Sums pack(Path plain, Path packed, Progress progress) throws IOException {
        MessageDigest ofPlain = sha256();
        MessageDigest ofPacked = sha256();
        try (FileChannel in = RegularFile.open(plain);
                FileChannel out = FileChannel.open(packed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Gzip gzip = new Gzip(new DigestOutputStream(Channels.newOutputStream(out), ofPacked))) {
            long bytes = copy(new DigestInputStream(Channels.newInputStream(in), ofPlain), gzip, in.size(),
                    "compress " + plain.getFileName(), progress);
            gzip.finish();
            out.force(true);
            return new Sums(new Content(bytes, hex(ofPlain)), new Content(out.size(), hex(ofPacked)));
        }
    }

    /**
     * Decompresses a file into a new one, which is on the disk when this returns.
     *
     * @param expected how many bytes it should become; it becomes no more than one buffer more
     * @throws FileSystemException saying so, when it is not what gzip makes
     */
    static Sums unpack(Path packed, Path plain, long expected, Progress progress) throws IOException {
        MessageDigest ofPlain = sha256();
        MessageDigest ofPacked = sha256();
        try (FileChannel in = RegularFile.open(packed);
                InputStream read = new DigestInputStream(Channels.newInputStream(in), ofPacked);
                FileChannel out = FileChannel.open(plain, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream written = new DigestOutputStream(Channels.newOutputStream(out), ofPlain)) {
            long bytes;
            try {
                bytes = copy(new GZIPInputStream(read, BUFFER), written, expected,
                        "unpack " + packed.getFileName(), progress);
            } catch (ZipException | EOFException e) {
                throw new FileSystemException(packed.toString(), null, "it is damaged: " + e.getMessage());
            }
            // What follows counts for the sum of the file, too.
            read.transferTo(OutputStream.nullOutputStream());
            out.force(true);
            return new Sums(new Content(bytes, hex(ofPlain)), new Content(in.size(), hex(ofPacked)));
        }
    }

    /** @param total how many bytes it should be; it ends at the first buffer that goes beyond */
    private static long copy(InputStream from, OutputStream to, long total, String what, Progress progress)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new ClosedByInterruptException();
            }
            to.write(buffer, 0, read);
            done += read;
            progress.step(what, done, total);
            if (done > total) {
                break;
            }
        }
        return done;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}

package org.dsa110.contimg.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Opens what lies at a path if it is a regular file, and never waits for anything else: opening a pipe waits until somebody opens its
 * other end, and reading a device may not end. Links are followed.
 *
 * <p>The JDK cannot open with O_NONBLOCK, so three things stand for it. What lies at the path is looked at first, which refuses what
 * is no file. It is opened in a thread of its own, for which a caller waits for a limited time only. What was opened is then
 * looked at: it has a position, which pipes, sockets and terminals have not (lseek(2), ESPIPE), and is still what the look saw. Of a
 * device that two renames in between would bring in, nothing is read, as its size is 0.
 */
public final class RegularFile {
    /** How often a file that is replaced at the same moment, as editors and tools do, is tried. */
    private static final int ATTEMPTS = 3;
    private static final String NO_FILE = "it is a pipe, a socket or a device, not a file";

    private RegularFile() {
    }

    /**
     * Opens a file for reading. What is read should be limited by the size of the channel.
     *
     * @throws NoSuchFileException when nothing lies there
     * @throws FileSystemException saying so, when it is no regular file, could not be opened in time, or opening it hangs already
     * @throws java.nio.channels.ClosedByInterruptException when the thread is interrupted, which stays set
     * @throws IOException when the system refuses
     */
    public static FileChannel open(Path path) throws IOException {
        return BoundedOpening.OF_THE_PROGRAM.open(path, () -> openNow(path));
    }

    /**
     * Reads a small text file in UTF-8, as it is when it is opened.
     *
     * @param mostBytes a larger one is refused
     * @return its lines without their ends
     * @throws CharacterCodingException when it is no text in UTF-8
     * @throws IOException as {@link #open}, or when it is larger
     */
    public static List<String> lines(Path path, int mostBytes) throws IOException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(path, mostBytes))).toString().lines()
                .toList();
    }

    /**
     * Reads a small file, as it is when it is opened.
     *
     * @param mostBytes a larger one is refused
     * @throws IOException as {@link #open}, or when it is larger
     */
    public static byte[] bytes(Path path, int mostBytes) throws IOException {
        try (FileChannel file = open(path)) {
            if (file.size() > mostBytes) {
                throw new FileSystemException(path.toString(), null,
                        "it has " + file.size() + " bytes, more than " + mostBytes);
            }
            ByteBuffer text = ByteBuffer.allocate((int) file.size());
            while (text.hasRemaining() && file.read(text) >= 0) {
                // Until it is full; the file may also have been cut meanwhile.
            }
            return Arrays.copyOf(text.array(), text.position());
        }
    }

    /**
     * Refuses what is no regular file, for libraries that open by path themselves and would wait for it. Nothing there is as well.
     *
     * @throws FileSystemException when it is no regular file
     * @throws IOException when it cannot be looked at
     */
    public static void refuseOther(Path path) throws IOException {
        try {
            look(path);
        } catch (NoSuchFileException absent) {
            return;
        }
    }

    private static FileChannel openNow(Path path) throws IOException {
        for (int attempt = 1;; attempt++) {
            Object seen = look(path).fileKey();
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
            try {
                refuseWithoutPosition(path, file);
                if (Objects.equals(seen, look(path).fileKey())) {
                    return file;
                }
            } catch (IOException e) {
                file.close();
                throw e;
            }
            file.close();
            if (attempt == ATTEMPTS) {
                throw new FileSystemException(path.toString(), null, "it is replaced again and again");
            }
        }
    }

    private static void refuseWithoutPosition(Path path, FileChannel file) throws IOException {
        try {
            file.position();
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new FileSystemException(path.toString(), null, NO_FILE);
        }
    }

    private static BasicFileAttributes look(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(path.toString(), null, attributes.isDirectory()
                    ? "it is a folder, not a file"
                    : NO_FILE);
        }
        return attributes;
    }
}

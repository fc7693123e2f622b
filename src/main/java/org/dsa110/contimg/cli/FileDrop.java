package org.dsa110.contimg.cli;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;

import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.WriteAccess;

/**
 * Lets files appear in a folder in the two ways a correlator may write them: under a temporary name in the same folder,
 * then renamed; or under its own name from the start, growing. Never overwrites a file. Interrupting the thread does
 * not leave a file half written; the interrupt stays set. Closing it deletes files that have not grown up. Not safe
 * for use by several threads.
 */
final class FileDrop implements AutoCloseable {
    private static final int PIECES = 4;

    private final Path folder;
    private final Uvh5Writer writer;
    private final Deque<Growing> growing = new ArrayDeque<>();

    /**
     * @param piece how many bytes it grows by
     * @param rest what is not written yet
     */
    private record Growing(Path file, int piece, ByteArrayInputStream rest) {
    }

    FileDrop(Path folder, Uvh5Writer writer) {
        this.folder = folder;
        this.writer = writer;
    }

    /** The file is not there, then it is, whole. */
    void rename(Arrival arrival) throws IOException {
        Path target = free(arrival);
        Files.move(write(arrival), target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The file is there, empty; every {@link #grow()} adds to it, until it is whole. */
    void begin(Arrival arrival) throws IOException {
        Path target = free(arrival);
        Path temporary = write(arrival);
        byte[] content;
        try (var in = new FileInputStream(temporary.toFile())) {
            content = in.readAllBytes();
        }
        Files.delete(temporary);
        Files.createFile(target);
        growing.add(new Growing(target, content.length / PIECES + 1, new ByteArrayInputStream(content)));
    }

    /** Adds a piece to every file that still grows. */
    void grow() throws IOException {
        for (Growing file : growing) {
            // A stream, because a channel would be closed by an interrupt and leave the piece half written.
            try (var out = new FileOutputStream(file.file.toFile(), true)) {
                out.write(file.rest.readNBytes(file.piece));
            }
        }
        growing.removeIf(file -> file.rest.available() == 0);
    }

    /** Whether some file is not whole yet. */
    boolean isGrowing() {
        return !growing.isEmpty();
    }

    @Override
    public void close() throws IOException {
        for (Growing file : growing) {
            Files.deleteIfExists(file.file);
        }
        growing.clear();
    }

    private Path free(Arrival arrival) throws IOException {
        Path target = folder.resolve(arrival.name().format());
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString(), null,
                    "it is already there, and is not overwritten");
        }
        return target;
    }

    private Path write(Arrival arrival) throws IOException {
        Path temporary = folder.resolve("." + arrival.name().format() + ".part");
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Files.deleteIfExists(temporary);
                    writer.write(temporary, arrival.name(), arrival.pointing());
                    return temporary;
                } catch (IOException e) {
                    Files.deleteIfExists(temporary);
                    // Whoever interrupts may have closed the file, and not have come to the thread's own mark yet.
                    if (!Thread.interrupted() && !isOfInterrupt(e)) {
                        throw unwritable(e);
                    }
                    // The interrupt closed the file while it was written: write it again, then let the interrupt be seen.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Of the folder: nobody knows the file's temporary name. */
    private IOException unwritable(IOException failure) {
        String obstacle = WriteAccess.obstacleToFilesIn(folder);
        return obstacle == null
                ? new FileSystemException(folder.toString(), null,
                        "no file can be written there: " + FileFailure.reason(failure))
                : new IOException(obstacle);
    }

    private static boolean isOfInterrupt(Throwable failure) {
        return failure instanceof ClosedByInterruptException
                || failure.getCause() != null && isOfInterrupt(failure.getCause());
    }
}

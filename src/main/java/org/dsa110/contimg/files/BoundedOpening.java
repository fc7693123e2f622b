package org.dsa110.contimg.files;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens paths in threads of their own, so that an opening that the system does not end costs its caller a limited time. The thread
 * is left behind until it ends by itself, which closes what it opened, and the path is refused as long; so is every path while as many
 * hang as may. Such threads keep no program from ending. A thread costs some 0.6 ms on a busy machine. Thread-safe.
 */
final class BoundedOpening {
    private final Duration limit;
    private final int mostThatHang;
    /** The paths that nobody waits for any more. Its monitor orders the end of an opening and that of its caller's patience. */
    private final Set<Path> hanging = new HashSet<>();

    /** What opens; runs in a thread of its own. */
    interface Opening<C extends Channel> {
        C open() throws IOException;
    }

    BoundedOpening(Duration limit, int mostThatHang) {
        this.limit = limit;
        this.mostThatHang = mostThatHang;
    }

    /**
     * @throws FileSystemException when it was not opened in time, or is not tried as too much hangs
     * @throws ClosedByInterruptException when the thread is interrupted, which stays set
     * @throws IOException what the opening throws
     */
    <C extends Channel> C open(Path path, Opening<C> opening) throws IOException {
        refuseWhatHangs(path);
        CompletableFuture<C> opened = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(path, opening, opened), "open " + path.getFileName());
        thread.setDaemon(true);
        thread.start();
        try {
            return opened.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure(path, e.getCause());
        } catch (TimeoutException e) {
            return giveUp(path, opened, new FileSystemException(path.toString(), null,
                    "it could not be opened within " + limit.toMillis() / 1000.0 + " s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return giveUp(path, opened, new ClosedByInterruptException());
        }
    }

    private void refuseWhatHangs(Path path) throws IOException {
        synchronized (hanging) {
            if (hanging.contains(path)) {
                throw new FileSystemException(path.toString(), null, "opening it hangs since it was last tried");
            }
            if (hanging.size() >= mostThatHang) {
                throw new FileSystemException(path.toString(), null,
                        "it is not opened, as opening " + hanging.size() + " others hangs");
            }
        }
    }

    private <C extends Channel> void run(Path path, Opening<C> opening, CompletableFuture<C> opened) {
        C channel = null;
        Throwable failure = null;
        try {
            channel = opening.open();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        boolean awaited;
        synchronized (hanging) {
            awaited = failure == null ? opened.complete(channel) : opened.completeExceptionally(failure);
            if (!awaited) {
                hanging.remove(path);
            }
        }
        if (!awaited && channel != null) {
            try {
                channel.close();
            } catch (IOException nobodyWaits) {
                // It was opened for reading, so nothing is lost.
                return;
            }
        }
    }

    /** Takes what came at the last moment. */
    private <C extends Channel> C giveUp(Path path, CompletableFuture<C> opened, IOException reason)
            throws IOException {
        synchronized (hanging) {
            if (opened.completeExceptionally(reason)) {
                hanging.add(path);
                throw reason;
            }
        }
        try {
            return opened.join();
        } catch (CompletionException e) {
            throw failure(path, e.getCause());
        }
    }

    private static IOException failure(Path path, Throwable cause) {
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException(path + " cannot be opened", cause);
    }
}

package org.dsa110.contimg.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens paths in threads of their own, so that an opening that the system does not end costs its caller a limited time. The thread
 * is left behind until it ends by itself, which closes what it opened, and the path is refused as long; so is every path while as many
 * hang as may. No more than that are ever under way: further callers wait for their turn, and no longer than the same limited time in
 * all. Such threads keep no program from ending. A thread costs some 0.6 ms on a busy machine. Thread-safe.
 */
final class BoundedOpening {
    /** A slow file server answers within it; a service that is asked to stop waits for it at the most. */
    private static final Duration LONGEST_OPENING = Duration.ofSeconds(3);
    private static final int MOST_OF_THE_PROGRAM = 16;
    /** For whatever this program opens by path. */
    static final BoundedOpening OF_THE_PROGRAM = new BoundedOpening(LONGEST_OPENING, MOST_OF_THE_PROGRAM);

    private final Duration limit;
    private final int mostThatHang;
    /** One for each thread that may be under way. */
    private final Semaphore turns;
    /**
     * How many openings of each path nobody waits for any more. Its monitor orders the end of an opening and that of its caller's
     * patience.
     */
    private final Map<Path, Integer> hanging = new HashMap<>();

    /** What opens; runs in a thread of its own. */
    interface Opening<C extends Closeable> {
        C open() throws IOException;
    }

    BoundedOpening(Duration limit, int mostThatHang) {
        this.limit = limit;
        this.mostThatHang = mostThatHang;
        this.turns = new Semaphore(mostThatHang);
    }

    /**
     * @throws FileSystemException when it was not opened in time, or is not tried as too much hangs
     * @throws ClosedByInterruptException when the thread is interrupted, which stays set
     * @throws IOException what the opening throws
     */
    <C extends Closeable> C open(Path path, Opening<C> opening) throws IOException {
        refuseWhatHangs(path);
        long until = System.nanoTime() + limit.toNanos();
        awaitTurn(path);
        CompletableFuture<C> opened = new CompletableFuture<>();
        start(path, opening, opened);
        try {
            return opened.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
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

    private void awaitTurn(Path path) throws IOException {
        try {
            if (!turns.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new FileSystemException(path.toString(), null,
                        "it is not opened, as opening " + mostThatHang + " others takes too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    private <C extends Closeable> void start(Path path, Opening<C> opening, CompletableFuture<C> opened) {
        Thread thread = new Thread(() -> {
            try {
                run(path, opening, opened);
            } finally {
                turns.release();
            }
        }, "open " + path.getFileName());
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (Error noThread) {
            turns.release();
            throw noThread;
        }
    }

    private void refuseWhatHangs(Path path) throws IOException {
        synchronized (hanging) {
            if (hanging.containsKey(path)) {
                throw new FileSystemException(path.toString(), null, "opening it hangs since it was last tried");
            }
            int all = hanging.values().stream().mapToInt(Integer::intValue).sum();
            if (all >= mostThatHang) {
                throw new FileSystemException(path.toString(), null,
                        "it is not opened, as opening " + all + " others hangs");
            }
        }
    }

    private <C extends Closeable> void run(Path path, Opening<C> opening, CompletableFuture<C> opened) {
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
                hanging.computeIfPresent(path, (same, times) -> times == 1 ? null : times - 1);
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
    private <C extends Closeable> C giveUp(Path path, CompletableFuture<C> opened, IOException reason)
            throws IOException {
        synchronized (hanging) {
            if (opened.completeExceptionally(reason)) {
                hanging.merge(path, 1, Integer::sum);
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
        FileSystemException failure = new FileSystemException(path.toString(), null, "it cannot be opened: " + cause);
        failure.initCause(cause);
        return failure;
    }
}

package org.dsa110.contimg.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.dsa110.contimg.NamedPipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegularFileTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsOpenedForReading() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "content");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        for (Path path : new Path[]{file, link}) {
            try (FileChannel opened = RegularFile.open(path)) {
                ByteBuffer content = ByteBuffer.allocate(100);
                assertThat(opened.read(content)).isEqualTo(7);
                assertThat(opened.size()).isEqualTo(7);
            }
        }
    }

    @Test
    void whatIsNotThereIsNoSuchFile() throws IOException {
        Path absent = folder.resolve("absent");

        assertThatThrownBy(() -> RegularFile.open(absent)).isInstanceOf(NoSuchFileException.class);
        assertThatCode(() -> RegularFile.refuseOther(absent)).doesNotThrowAnyException();
    }

    @Test
    void pipesFoldersDevicesAndSocketsAreRefusedAtOnce() throws IOException {
        refused(NamedPipe.make(folder.resolve("pipe")), "it is a pipe, a socket or a device, not a file");
        refused(Files.createSymbolicLink(folder.resolve("link"), folder.resolve("pipe")), "a pipe");
        refused(folder, "it is a folder, not a file");
        refused(Path.of("/dev/zero"), "a device");
        refused(Path.of("/dev/tty"), "a device");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
            refused(folder.resolve("socket"), "a socket");
        }
    }

    @Test
    void linesAreThoseOfASmallFileInUtf8() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "a\r\n\nü\n");

        assertThat(RegularFile.lines(file, 7)).containsExactly("a", "", "ü").isEqualTo(Files.readAllLines(file));
        assertThatThrownBy(() -> RegularFile.lines(file, 6)).isInstanceOf(FileSystemException.class)
                .hasMessageContaining("it has 7 bytes, more than 6");
        Files.write(file, new byte[]{(byte) 0xff});
        assertThatThrownBy(() -> RegularFile.lines(file, 7)).isInstanceOf(CharacterCodingException.class);
    }

    /** Of which the look before the opening sees nothing. */
    @Test
    void aPipeThatIsOpenedAllTheSameCostsALimitedTimeOnce() throws Exception {
        Path pipe = NamedPipe.make(folder.resolve("pipe"));
        BoundedOpening opening = new BoundedOpening(Duration.ofMillis(200), 1);

        assertThatThrownBy(() -> opening.open(pipe, () -> FileChannel.open(pipe)))
                .hasMessageContaining("it could not be opened within 0.2 s");
        assertThatThrownBy(() -> opening.open(pipe, () -> FileChannel.open(pipe)))
                .hasMessageContaining("opening it hangs since it was last tried");
        Path other = Files.createFile(folder.resolve("other"));
        assertThatThrownBy(() -> opening.open(other, () -> FileChannel.open(other)))
                .hasMessageContaining("it is not opened, as opening 1 others hangs");
        assertThat(thread("open pipe").isDaemon()).isTrue();

        Thread left = thread("open pipe");
        FileChannel.open(pipe, StandardOpenOption.WRITE).close();
        left.join();
        opening.open(other, () -> FileChannel.open(other)).close();
    }

    @Test
    void noMoreAreUnderWayThanMayHangHoweverManyCallAtOnce() throws Exception {
        BoundedOpening opening = new BoundedOpening(Duration.ofMillis(500), 2);
        Path path = folder.resolve("slow");
        AtomicInteger underWay = new AtomicInteger();
        Semaphore ends = new Semaphore(0);
        BoundedOpening.Opening<FileChannel> slow = () -> {
            underWay.incrementAndGet();
            ends.acquireUninterruptibly();
            throw new IOException("over");
        };
        ExecutorService callers = Executors.newFixedThreadPool(6);
        try {
            List<Future<FileChannel>> calls = callers.invokeAll(Collections.nCopies(6, () -> opening.open(path, slow)));
            for (Future<FileChannel> call : calls) {
                assertThatThrownBy(call::get).hasCauseInstanceOf(FileSystemException.class);
            }
            assertThat(underWay).hasValue(2);

            List<Thread> left = threads("open slow");
            ends.release();
            while (left.stream().allMatch(Thread::isAlive)) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> opening.open(path, slow)).as("the other one still hangs")
                    .hasMessageContaining("opening it hangs since it was last tried");
            ends.release();
            for (Thread thread : left) {
                thread.join();
            }
            Path file = Files.createFile(folder.resolve("file"));
            opening.open(path, () -> FileChannel.open(file)).close();
        } finally {
            ends.release(6);
            callers.shutdownNow();
        }
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        Path pipe = NamedPipe.make(folder.resolve("pipe"));
        BoundedOpening opening = new BoundedOpening(Duration.ofMinutes(10), 16);
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> interrupted = caller.submit(() -> {
                assertThatThrownBy(() -> opening.open(pipe, () -> {
                    begun.countDown();
                    return FileChannel.open(pipe);
                })).isInstanceOf(ClosedByInterruptException.class);
                return Thread.interrupted();
            });
            begun.await();
            caller.shutdownNow();
            assertThat(interrupted.get()).isTrue();
        } finally {
            caller.shutdownNow();
            FileChannel.open(pipe, StandardOpenOption.WRITE).close();
        }
    }

    @Test
    void aFileThatIsReplacedAllTheTimeIsOpenedOrAbsentAndNeverHalf() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "content");
        Path pipe = NamedPipe.make(folder.resolve("pipe"));
        Thread replacing = replacing(file, i -> {
            Path next = folder.resolve("next");
            return i % 2 == 0 ? Files.createLink(next, pipe) : Files.writeString(next, "content");
        });
        BoundedOpening.Opening<FileChannel> opener = () -> RegularFile.open(file);
        try {
            int refused = 0;
            for (int i = 0; i < 200; i++) {
                try (FileChannel opened = opener.open()) {
                    assertThat(opened.position()).isZero();
                } catch (FileSystemException e) {
                    refused++;
                    if (e.getMessage().contains("hang") || e.getMessage().contains("within")) {
                        // Lets the thread that waits at the pipe go.
                        FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
                    }
                }
            }
            assertThat(refused).isPositive();
        } finally {
            replacing.interrupt();
            replacing.join();
            FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
        }
    }

    /** The pipe is open at its other end, so that opening it does not wait. */
    @Test
    void aPipeThatIsAtThePathForAMomentIsNeverGiven() throws Exception {
        Path content = Files.writeString(folder.resolve("content"), "content");
        Path pipe = NamedPipe.make(folder.resolve("pipe"));
        Path file = Files.createLink(folder.resolve("file"), content);
        try (FileChannel held = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(held.isOpen()).isTrue();
            Thread replacing = replacing(file,
                    i -> Files.createLink(folder.resolve("next"), i % 2 == 0 ? pipe : content));
            try {
                int refused = 0;
                for (int i = 0; i < 3000; i++) {
                    try (FileChannel opened = RegularFile.open(file)) {
                        assertThatCode(opened::position).doesNotThrowAnyException();
                    } catch (FileSystemException e) {
                        assertThat(e).hasMessageMatching(".*: it is (a pipe, .*|replaced again and again)");
                        refused++;
                    }
                }
                assertThat(refused).isBetween(1, 2999);
            } finally {
                replacing.interrupt();
                replacing.join();
            }
        }
    }

    @Test
    void whatADeviceTakesThePlaceOfIsGivenAsItIsOrRefused() throws Exception {
        Path file = folder.resolve("file");
        SplittableRandom random = new SplittableRandom(3);
        ExecutorService replacing = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 1500; i++) {
                Files.deleteIfExists(file);
                Files.writeString(file, "content");
                Path device = Files.createSymbolicLink(folder.resolve("device"), Path.of("/dev/zero"));
                long until = System.nanoTime() + random.nextInt(600_000);
                Future<Path> replaced = replacing.submit(() -> {
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    return Files.move(device, file, StandardCopyOption.ATOMIC_MOVE);
                });
                try (FileChannel opened = RegularFile.open(file)) {
                    assertThat(opened.size()).isEqualTo(7);
                } catch (FileSystemException e) {
                    assertThat(e).hasMessageContaining("not a file");
                }
                replaced.get();
            }
        } finally {
            replacing.shutdownNow();
        }
    }

    private interface Next {
        Path make(int number) throws IOException;
    }

    /** Moves one after the other to a path until it is interrupted. */
    private static Thread replacing(Path file, Next next) {
        Thread thread = new Thread(() -> {
            try {
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                    Files.move(next.make(i), file, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.start();
        return thread;
    }

    private static void refused(Path path, String reason) {
        assertThatThrownBy(() -> RegularFile.open(path)).isInstanceOf(FileSystemException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> RegularFile.refuseOther(path)).isInstanceOf(FileSystemException.class)
                .hasMessageContaining(reason);
    }

    private static Thread thread(String name) {
        return threads(name).get(0);
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(name)).toList();
    }
}

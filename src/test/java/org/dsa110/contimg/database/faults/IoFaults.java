package org.dsa110.contimg.database.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Makes file operations of a program fail that runs with the library built from {@code src/test/c/iofaults.c}, through the control
 * file that both map. Thread-safe, except that only one thread arms.
 */
public final class IoFaults {
    private static final String CONTROL = "IOFAULTS_CONTROL";
    private static final int SIZE = 544;
    private static final int FOLDER_AT = 32;
    private static final int SUFFIX_AT = 512;
    private static final int TIMES = 0;
    private static final int OPERATIONS = 4;
    private static final int ERROR = 8;
    private static final int SKIP = 12;
    private static final int TORN = 16;
    private static final int DELAY = 20;
    private static final int FAILED = 24;
    private static final VarHandle NUMBER = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final ByteBuffer control;

    /** What SQLite does with files; the numbers are the library's. */
    public enum Operation {
        OPEN(1), READ(2), WRITE(4), SYNC(8), TRUNCATE(16), LOCK(32);

        private final int bit;

        Operation(int bit) {
            this.bit = bit;
        }
    }

    /** Linux's numbers of errors. */
    public enum Errno {
        EIO(5), ENOMEM(12), EACCES(13), ENOSPC(28), EROFS(30);

        private final int number;

        Errno(int number) {
            this.number = number;
        }
    }

    /** @param control the control file; made where it is missing */
    public IoFaults(Path control) {
        try (FileChannel channel = FileChannel.open(control, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            this.control = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE).order(ByteOrder.nativeOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        disarm();
    }

    /** The faults of the program that runs the tests; skips the test when it runs without the library. */
    static IoFaults ofThisProgram() throws IOException {
        assumeTrue(loaded(), "skipped: no C compiler built the library that makes file operations fail");
        return new IoFaults(Path.of(System.getenv(CONTROL)));
    }

    static boolean loaded() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        return Files.isReadable(maps) && System.getenv(CONTROL) != null
                && Files.readString(maps).contains("iofaults.so");
    }

    /**
     * The environment in which another program runs with the library; skips the test when there is none.
     *
     * @param control the file to give to {@link #IoFaults}
     */
    public static Map<String, String> environment(Path control) {
        String library = System.getProperty("iofaults.library", "");
        assumeTrue(!library.isEmpty() && Files.exists(Path.of(library)),
                "skipped: no C compiler built the library that makes file operations fail");
        return Map.of("LD_PRELOAD", library, CONTROL, control.toString());
    }

    /** Begins to describe faults of files whose path begins with a folder, which is not empty. */
    public Faults in(Path folder) {
        return new Faults(folder.toString());
    }

    public void disarm() {
        NUMBER.setVolatile(control, TIMES, 0);
    }

    /** How many operations failed since the faults were armed. */
    public int failed() {
        return (int) NUMBER.getVolatile(control, FAILED);
    }

    /** Which operations are to fail, and how. All of them, with EIO, for ever, unless it is told otherwise. */
    public final class Faults {
        private final String folder;
        private String suffix = "";
        private int operations;
        private Errno error = Errno.EIO;
        private int skip;
        private int times = Integer.MAX_VALUE;
        private boolean torn;
        private int delayMicros;

        private Faults(String folder) {
            this.folder = folder;
        }

        /** Only in files whose path ends so. */
        Faults endingWith(String end) {
            suffix = end;
            return this;
        }

        public Faults error(Errno errno) {
            error = errno;
            return this;
        }

        /** Lets so many operations through first. */
        Faults after(int successes) {
            skip = successes;
            return this;
        }

        Faults times(int failures) {
            times = failures;
            return this;
        }

        /** A write that fails has written half of its bytes. */
        Faults torn() {
            torn = true;
            return this;
        }

        /** The operations take so much longer. */
        Faults delayed(int micros) {
            delayMicros = micros;
            return this;
        }

        public void arm(Operation... failing) {
            for (Operation operation : failing) {
                operations |= operation.bit;
            }
            disarm();
            put(OPERATIONS, operations);
            put(ERROR, error.number);
            put(SKIP, skip);
            put(TORN, torn ? 1 : 0);
            put(DELAY, delayMicros);
            put(FAILED, 0);
            put(FOLDER_AT, folder, SUFFIX_AT);
            put(SUFFIX_AT, suffix, SIZE);
            put(TIMES, times);
        }

        private void put(int at, int number) {
            NUMBER.setVolatile(control, at, number);
        }

        private void put(int at, String text, int end) {
            byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_8);
            if (bytes.length > end - at) {
                throw new IllegalArgumentException("too long: " + text);
            }
            control.duplicate().position(at).put(bytes);
        }
    }
}

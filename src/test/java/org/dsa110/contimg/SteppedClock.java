package org.dsa110.contimg;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The clock on the wall of a program, and of all that it starts, which runs with the library built from
 * {@code src/test/c/steppedclock.c}: it can be set while the program runs, through the file that both map, and the monotonic clock goes on
 * meanwhile. Thread-safe.
 */
public final class SteppedClock {
    private static final String CONTROL = "STEPPEDCLOCK_CONTROL";
    private static final String PRELOAD = "LD_PRELOAD";
    private static final VarHandle SECONDS = MethodHandles.byteBufferViewVarHandle(long[].class,
            ByteOrder.nativeOrder());

    private final Path file;
    private final ByteBuffer control;

    /** @param control the file by which the clock is stepped; made where it is missing, without a step */
    public SteppedClock(Path control) throws IOException {
        file = control.toAbsolutePath();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            this.control = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES).order(ByteOrder.nativeOrder());
        }
    }

    /**
     * The environment in which a program has this clock; skips the test when there is no library.
     *
     * @param others what is set besides, other libraries to be preloaded among it
     */
    public Map<String, String> environment(Map<String, String> others) {
        String library = System.getProperty("steppedclock.library", "");
        assumeTrue(!library.isEmpty() && Files.exists(Path.of(library)),
                "skipped: no C compiler built the library that steps the clock of a program");
        Map<String, String> all = new HashMap<>(others);
        all.merge(PRELOAD, library, (first, second) -> first + ':' + second);
        all.put(CONTROL, file.toString());
        return all;
    }

    /** Sets the clock by so much forward, or back where that is negative, on top of the steps before; whole seconds. */
    public void step(Duration by) {
        SECONDS.getAndAdd(control, 0, by.toSeconds());
    }

    /** What the program takes for the time. */
    public Instant now() {
        return Clock.systemUTC().instant().plusSeconds((long) SECONDS.getVolatile(control, 0));
    }
}

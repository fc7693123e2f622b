package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What a service held, every 5 s of a long run: memory, file handles, and the write-ahead log of one of its files. */
final class Holdings {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int LOOKS_A_LINE = 12;
    private static final long WAL_LIMIT = 64L << 20;
    /** So much of new objects may wait for the collector at one look and not at another: half of what the native file lets wait. */
    private static final long COLLECTOR_KIB = 8L << 10;

    private final List<Holding> looks = new ArrayList<>();

    private record Holding(long rssAnonKib, long handles, long walBytes) {
    }

    /** Looks for as long as this, or until it is no longer wanted. */
    static Holdings look(long pid, Path log, Duration length, BooleanSupplier wanted) throws IOException {
        Holdings holdings = new Holdings();
        Path process = Path.of("/proc", Long.toString(pid));
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end && wanted.getAsBoolean()) {
            LockSupport.parkNanos(LOOK_NANOS);
            holdings.looks.add(look(process, log));
            if (holdings.looks.size() % LOOKS_A_LINE == 0) {
                System.out.println("after " + holdings.looks.size() / LOOKS_A_LINE + " min: "
                        + holdings.looks.get(holdings.looks.size() - 1));
            }
        }
        return holdings;
    }

    private static Holding look(Path process, Path log) throws IOException {
        long rssAnon;
        try (Stream<String> lines = Files.lines(process.resolve("status"))) {
            rssAnon = lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        }
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return new Holding(rssAnon, open.count(), Files.size(log));
        }
    }

    /** The last third holds no more than the one before it. */
    void assertSteady() {
        int third = looks.size() / 3;
        List<Holding> before = looks.subList(third, 2 * third);
        List<Holding> after = looks.subList(2 * third, looks.size());
        long memoryBefore = before.stream().mapToLong(Holding::rssAnonKib).max().orElseThrow();
        long memory = after.stream().mapToLong(Holding::rssAnonKib).max().orElseThrow();
        long handlesBefore = before.stream().mapToLong(Holding::handles).max().orElseThrow();
        long handles = after.stream().mapToLong(Holding::handles).max().orElseThrow();
        long log = looks.stream().mapToLong(Holding::walBytes).max().orElseThrow();
        System.out.printf(
                "second and last third: RssAnon at most %d and %d KiB, handles %d and %d; longest log %d KiB%n",
                memoryBefore, memory, handlesBefore, handles, log >> 10);
        assertThat(memory).isLessThan(memoryBefore + Math.max(memoryBefore / 20, COLLECTOR_KIB));
        assertThat(handles).isLessThanOrEqualTo(handlesBefore + 2);
        assertThat(log).isLessThan(WAL_LIMIT);
    }
}

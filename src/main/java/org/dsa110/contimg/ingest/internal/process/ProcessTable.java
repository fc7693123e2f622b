package org.dsa110.contimg.ingest.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** The processes of Linux, as far as this one may see them. Thread-safe. */
final class ProcessTable {
    private static final int ROUNDS = 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Path proc;
    /** Lets so many nanoseconds pass. */
    private final LongConsumer pause;

    /** @param proc where the kernel shows its processes: {@code /proc} */
    ProcessTable(Path proc, LongConsumer pause) {
        this.proc = proc;
        this.pause = pause;
    }

    /** Whether there is one: other systems have none. */
    boolean readable() {
        return Files.isReadable(proc.resolve("self/stat"));
    }

    /** All of one moment, or nearly so: those that begin or end meanwhile may be missing. */
    List<ProcessEntry> all() {
        List<ProcessEntry> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
            folders.forEach(folder -> entry(folder).ifPresent(found::add));
        } catch (IOException none) {
            return List.of();
        }
        return found;
    }

    /** Empty when there is none of this number. */
    Optional<ProcessEntry> find(long pid) {
        return entry(proc.resolve(Long.toString(pid)));
    }

    /**
     * Those of some processes that were started with a variable of this value, or are of a program that was. One that is just becoming
     * another program shows no variables at all until it has, so one without any is asked again, for a tenth of a second at the most.
     * Those whose variables cannot be read, as of other users, are left out.
     */
    List<ProcessEntry> withVariable(List<ProcessEntry> processes, String name, String value) {
        List<ProcessEntry> found = new ArrayList<>();
        List<ProcessEntry> asked = processes;
        for (int round = 0; round < ROUNDS && !asked.isEmpty(); round++) {
            if (round > 0) {
                pause.accept(PAUSE_NANOS);
            }
            List<ProcessEntry> without = new ArrayList<>();
            for (ProcessEntry process : asked) {
                String environment = environment(process);
                if (environment.contains("\0" + name + '=' + value + '\0')) {
                    found.add(process);
                } else if (environment.equals("\0") && isProgram(process)) {
                    without.add(process);
                }
            }
            asked = without;
        }
        return found;
    }

    /** Each variable between two NULs; empty where that cannot be read. */
    private String environment(ProcessEntry process) {
        try {
            // Bytes of any charset: as ISO 8859-1 each is one character.
            return "\0" + Files.readString(proc.resolve(process.pid() + "/environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException unknown) {
            return "";
        }
    }

    /** Whether it lives, and is no thread of the kernel, which are in no session. */
    private boolean isProgram(ProcessEntry process) {
        return process.session() != 0 && find(process.pid())
                .filter(now -> now.start() == process.start() && now.lives()).isPresent();
    }

    private static Optional<ProcessEntry> entry(Path folder) {
        try {
            return ProcessEntry.parse(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }
}

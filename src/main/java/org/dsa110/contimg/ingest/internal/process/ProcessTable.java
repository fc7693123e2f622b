package org.dsa110.contimg.ingest.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of Linux, as far as this one may see them. Thread-safe. */
final class ProcessTable {
    private final Path proc;

    /** @param proc where the kernel shows its processes: {@code /proc} */
    ProcessTable(Path proc) {
        this.proc = proc;
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
     * Whether a process was started with a variable of this value, or is of a program that was; false too where that cannot be read, as
     * of the processes of other users.
     */
    boolean hasVariable(ProcessEntry process, String name, String value) {
        try {
            // Bytes of any charset: as ISO 8859-1 each is one character.
            String environment = Files.readString(proc.resolve(process.pid() + "/environ"),
                    StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0" + name + '=' + value + '\0');
        } catch (IOException unknown) {
            return false;
        }
    }

    private static Optional<ProcessEntry> entry(Path folder) {
        try {
            return ProcessEntry.parse(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }
}

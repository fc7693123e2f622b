package org.dsa110.contimg.ingest.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where numbers of processes mean something: a machine, since it was started, and as seen from one namespace of processes (each
 * container has its own). Immutable. Each of the three is empty where it cannot be known: a unit of systemd with
 * {@code ProcSubset=pid} does not see the boot id.
 *
 * @param name of the machine
 * @param bootId which the kernel chooses at random when it starts
 * @param namespace of processes, such as {@code pid:[4026531836]}
 */
record BootedHost(String name, String bootId, String namespace) {
    /** That of this process. */
    static BootedHost here(Path proc) {
        String name = text(proc.resolve("sys/kernel/hostname"));
        return new BootedHost(name.isEmpty() ? text(Path.of("/etc/hostname")) : name,
                text(proc.resolve("sys/kernel/random/boot_id")), link(proc.resolve("self/ns/pid")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip().replaceAll("\\s", "_");
        } catch (IOException unknown) {
            return "";
        }
    }

    private static String link(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().replaceAll("\\s", "_");
        } catch (IOException unknown) {
            return "";
        }
    }
}

package org.dsa110.contimg.database.internal.sqlite.copies;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which other processes have files open, by Linux' {@code /proc} (proc(5)). A connection that does nothing to a file without a log has no
 * lock by which it could be noticed. Those of other users are seen by root alone; elsewhere than on Linux none is seen. Stateless.
 */
final class OpenFiles {
    private static final Path PROCESSES = Path.of("/proc");

    private OpenFiles() {
    }

    /** @return in words, such as {@code process 4711 (python3)} */
    static List<String> of(List<Path> files) {
        Set<Object> keys = new HashSet<>();
        for (Path file : files) {
            Object key = key(file);
            if (key != null) {
                keys.add(key);
            }
        }
        List<String> holders = new ArrayList<>();
        if (keys.isEmpty()) {
            return holders;
        }
        String own = Long.toString(ProcessHandle.current().pid());
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (!process.getFileName().toString().equals(own) && hasOpen(process, keys)) {
                    holders.add("process " + process.getFileName() + name(process));
                }
            }
        } catch (IOException | DirectoryIteratorException notHere) {
            return holders;
        }
        return holders;
    }

    private static boolean hasOpen(Path process, Set<Object> keys) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path handle : open) {
                // A pipe or a socket of another process is looked at, and not opened.
                Object key = key(handle);
                if (key != null && keys.contains(key)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException otherUsersOrEnded) {
            return false;
        }
        return false;
    }

    private static String name(Path process) {
        try {
            return " (" + Files.readString(process.resolve("comm")).strip() + ")";
        } catch (IOException ended) {
            return "";
        }
    }

    /** @return what the file system knows a file by; null where there is none */
    static Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException absent) {
            return null;
        }
    }
}

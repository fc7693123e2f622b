package org.dsa110.contimg.database.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.files.DiskSpace;
import org.dsa110.contimg.files.WriteAccess;

/**
 * Finds what would keep databases from being made, or written, where they are: each folder, owner and disk is told of once, however many
 * files it is in the way of. Looks, and changes nothing. Stateless.
 */
final class FileObstacles {
    /** How much space a new file takes with its log and the log's index, and a little: the largest of the five has 0.5 MiB. */
    private static final long BYTES_OF_A_NEW_FILE = 1 << 20;
    private static final int KIB = 1024;
    private static final String BY_ITS_VARIABLE = " by PIPELINE_STATE_DIR, or by the variable of the file";

    private FileObstacles() {
    }

    /** @return a sentence each; empty where nothing is in the way */
    static List<String> of(Collection<Location> locations) {
        Map<Path, Integer> made = new LinkedHashMap<>();
        Map<Path, Set<String>> obstacles = new LinkedHashMap<>();
        for (Location location : new LinkedHashSet<>(locations)) {
            if (location instanceof Location.File file) {
                Path folder = file.path().getParent();
                List<String> found = obstacles(file.path());
                if (!found.isEmpty()) {
                    obstacles.computeIfAbsent(folder, first -> new LinkedHashSet<>()).addAll(found);
                } else if (Files.notExists(file.path())) {
                    made.merge(folder, 1, Integer::sum);
                }
            }
        }
        List<String> sentences = new ArrayList<>();
        obstacles.values().forEach(found -> sentences.add(sentence(found)));
        disks(made).forEach(disk -> {
            String obstacle = tooLittleSpace(disk);
            if (obstacle != null) {
                sentences.add(obstacle);
            }
        });
        return sentences;
    }

    private static String sentence(Set<String> found) {
        String first = found.iterator().next();
        return first + (first.endsWith(WriteAccess.ANOTHER_FOLDER) ? BY_ITS_VARIABLE : "")
                + (found.size() == 1 ? "" : "; so it is with " + (found.size() - 1) + " more there");
    }

    private static List<String> obstacles(Path file) {
        List<String> found = new ArrayList<>();
        for (String end : List.of("", "-wal", "-shm")) {
            Path part = Path.of(file + end);
            String obstacle = null;
            if (Files.isRegularFile(part)) {
                obstacle = WriteAccess.obstacleToWriting(part);
            } else if (!Files.exists(part)) {
                obstacle = WriteAccess.obstacleToFilesIn(part.getParent());
            }
            if (obstacle != null) {
                found.add(obstacle);
            }
        }
        return found;
    }

    /**
     * A disk on which files are to be made.
     *
     * @param folder the first that they are in
     * @param there it, or the nearest above it that is there
     */
    private record Disk(Path folder, Path there, int files) {
        Disk and(Disk other) {
            return new Disk(folder, there, files + other.files);
        }
    }

    private static Collection<Disk> disks(Map<Path, Integer> made) {
        Map<Object, Disk> disks = new LinkedHashMap<>();
        made.forEach((folder, files) -> {
            Path there = folder;
            while (!Files.exists(there)) {
                there = there.getParent();
            }
            disks.merge(number(there), new Disk(folder, there, files), Disk::and);
        });
        return disks.values();
    }

    /** Which disk something is on; the path itself where nobody can say. */
    private static Object number(Path there) {
        try {
            return Files.getAttribute(there, "unix:dev");
        } catch (IOException e) {
            return there;
        }
    }

    private static String tooLittleSpace(Disk disk) {
        long wanted = disk.files() * BYTES_OF_A_NEW_FILE;
        long free = DiskSpace.free(disk.there()).orElse(wanted);
        return free >= wanted
                ? null
                : "the disk of " + disk.folder() + " is full: it has " + free / KIB + " KiB, and " + wanted / KIB
                        + " KiB are needed for the "
                        + (disk.files() == 1 ? "file that is" : disk.files() + " files that are")
                        + " to be made there; free some, or set PIPELINE_STATE_DIR to a folder on another disk";
    }
}

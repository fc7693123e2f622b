package org.dsa110.contimg.hdf5;

import java.util.List;
import java.util.TreeMap;

/**
 * Files of one observation, gathered in order of time. It holds all files up to a tolerance after its first one; the rule is that by
 * which arriving files are grouped. Not thread-safe.
 */
final class FileCluster {
    private static final double SECONDS_PER_DAY = 86_400;

    private final TreeMap<String, String> pathsBySubband = new TreeMap<>();
    private final double startMjd;
    private double endMjd;
    private String earliest;
    private int files;

    /** Begins with its first file. */
    FileCluster(IndexedFile first) {
        this.startMjd = first.timestampMjd();
        add(first);
    }

    /** What is needed of a row of hdf5_file_index. */
    record IndexedFile(String path, String subbandCode, double timestampMjd, String timestampIso) {
    }

    boolean holds(IndexedFile file, double toleranceSeconds) {
        // Days since 1858 carry seconds to some microseconds; the tolerance is meant in whole ones.
        return Math.round((file.timestampMjd() - startMjd) * SECONDS_PER_DAY * 1000) <= Math
                .round(toleranceSeconds * 1000);
    }

    void add(IndexedFile file) {
        pathsBySubband.putIfAbsent(file.subbandCode(), file.path());
        endMjd = file.timestampMjd();
        String timestamp = file.timestampIso();
        if (timestamp != null && (earliest == null || timestamp.compareTo(earliest) < 0)) {
            earliest = timestamp;
        }
        files++;
    }

    double startMjd() {
        return startMjd;
    }

    int subbands() {
        return pathsBySubband.size();
    }

    CompleteGroup group() {
        return new CompleteGroup(earliest, startMjd, endMjd, subbands(), files, List.copyOf(pathsBySubband.values()));
    }
}

package org.dsa110.contimg.housekeeping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one check of the disk finds. Used by one thread. */
final class Findings {
    private long indexed;
    private long stored;
    private long agreed;
    private long missing;
    private long back;
    private long unreachable;
    private long onDisk;
    private long waiting;
    private long orphaned;
    private final List<String> examples = new ArrayList<>();

    void indexed(IndexedFiles.Row row, DiskFolders.Presence presence) {
        indexed++;
        switch (presence) {
            case THERE -> {
                stored++;
                if (row.stored()) {
                    agreed++;
                } else {
                    back++;
                    example("back", back, row.path());
                }
            }
            case GONE -> {
                if (row.stored()) {
                    missing++;
                    example("missing", missing, row.path());
                }
            }
            case UNKNOWN -> {
                if (row.stored()) {
                    unreachable++;
                    example("unreachable", unreachable, row.path());
                }
            }
        }
    }

    /**
     * @param files how many files were seen
     * @param inQueue how many of them are in the queue and not in the index
     * @param others those that are in no table
     */
    void onDisk(int files, int inQueue, List<String> others) {
        onDisk += files;
        waiting += inQueue;
        for (String path : others) {
            orphaned++;
            example("orphaned", orphaned, path);
        }
    }

    private void example(String kind, long number, String path) {
        if (number <= HousekeepingReport.MOST_EXAMPLES) {
            examples.add(kind + " " + path);
        }
    }

    long filesOnDisk() {
        return onDisk;
    }

    /** How many files of the index are on the disk. */
    long filesIndexed() {
        return stored;
    }

    /** Of the files that the index or the disk has, those of which both say the same, 0 to 100. What waits in the queue is in order. */
    double percentage() {
        long all = agreed + missing + back + unreachable + orphaned;
        return all == 0 ? 100 : 100.0 * agreed / all;
    }

    HousekeepingReport report() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("indexed", indexed);
        counts.put("stored", stored);
        counts.put("missing", missing);
        counts.put("back", back);
        counts.put("unreachable", unreachable);
        counts.put("on_disk", onDisk);
        counts.put("waiting", waiting);
        counts.put("orphaned", orphaned);
        return new HousekeepingReport(counts, percentage(), examples);
    }
}

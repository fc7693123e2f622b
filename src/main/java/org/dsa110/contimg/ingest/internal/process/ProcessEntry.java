package org.dsa110.contimg.ingest.internal.process;

import java.util.Optional;

/**
 * What {@code /proc/PID/stat} says of a process (proc(5)). Immutable.
 *
 * @param state R, S, D, ...
 * @param group its process group
 * @param session the number of the process that began its session
 * @param start in clock ticks since the machine was started
 */
record ProcessEntry(long pid, char state, long group, long session, long start) {
    /** The name of the program, in parentheses, may have blanks and parentheses itself: fields are counted from the last one. */
    static Optional<ProcessEntry> parse(String stat) {
        int name = stat.indexOf(" (");
        int end = stat.lastIndexOf(") ");
        if (name < 0 || end < 0) {
            return Optional.empty();
        }
        String[] fields = stat.substring(end + 2).strip().split(" ");
        if (fields.length < 20) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcessEntry(Long.parseLong(stat.substring(0, name)), fields[0].charAt(0),
                    Long.parseLong(fields[2]), Long.parseLong(fields[3]), Long.parseLong(fields[19])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether it can still do anything: one that has ended stays until its parent has asked for its status. */
    boolean lives() {
        return state != 'Z' && state != 'X';
    }
}
